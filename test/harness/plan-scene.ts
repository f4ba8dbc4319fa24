import { sql } from '../../server/db/sql.ts'
import type { Answer, Caller, TestApp } from './app.ts'
import type { Made, MadeProvider, MadeUser } from './world.ts'

export const PLANS = '/api/marketplace-plans/'
const OFFERINGS = '/api/marketplace-provider-offerings/'

/** A provider whose owner makes plans of its offerings. */
export interface PlanScene {
  provider: MadeProvider
  owner: MadeUser
  /** An offering with a component of fixed billing, of usage and of limits. */
  makeOffering: (values?: Record<string, unknown>) => Promise<{ offering: Made; cpu: Made; hours: Made; disk: Made }>
  linkOf: (offering: Made) => string
  /** The answer to the making of a plan, with the path of its own. */
  makePlan: (offering: Made, body?: Record<string, unknown>, as?: Caller) => Promise<Answer & { path: string }>
  /** Performs an action of a plan. */
  act: (path: string, action: string, body?: unknown, as?: Caller) => Promise<Answer>
  /** Gives the plan a resource. */
  useIt: (offering: Made, path: string) => Promise<void>
}

export const planScene = async ({ world, post, database }: TestApp): Promise<PlanScene> => {
  const provider = await world.provider()
  const owner = await world.owner(provider.customer)
  const linkOf = (offering: Made) => `http://api.test${OFFERINGS}${offering.hex}/`
  return {
    provider,
    owner,
    makeOffering: async (values = {}) => {
      const offering = await world.offering(provider.customer, values)
      const component = (type: string, billing: string) =>
        world.insert('offering_component', { offering_id: offering.id, type, name: type, billing_type: billing })
      return {
        offering,
        cpu: await component('cpu', 'fixed'),
        hours: await component('hours', 'usage'),
        disk: await component('disk', 'limit'),
      }
    },
    linkOf,
    makePlan: async (offering, body = {}, as = owner) => {
      const answer = await post(PLANS, { as, body: { name: 'Standard', offering: linkOf(offering), ...body } })
      return { ...answer, path: `${PLANS}${(answer.body as { uuid?: string }).uuid ?? ''}/` }
    },
    act: (path, action, body, as = owner) => post(`${path}${action}/`, { as, body }),
    useIt: async (offering, path) => {
      const uuid = path.split('/').at(-2) ?? ''
      const { id } = await database.one<{ id: string }>(sql`select id from plan where uuid = ${uuid}::uuid`)
      const project = await world.project(await world.customer())
      await world.resource(offering, project, { plan_id: id })
    },
  }
}
