import type { Caller, Made, TestApp } from '../harness/index.ts'
import { holder } from './callers.ts'
import { checkedOffering, furnish, Labels } from './furniture.ts'

// A provider with two like consumers, x and y. A state is something that happened to x; y shows what stays.

type Values = Record<string, unknown>

interface State {
  customer?: Values
  project?: Values
  resource?: Values
  grant?: () => Values
  consent?: Values
  /** The consumers use the offerings of another provider. */
  withoutOfferings?: true
  /** The provider sees consenting users only. */
  enforced?: true
}

const MANAGED = { plugin_options: { service_provider_can_create_offering_user: true } }
const aSecondAgo = (): string => new Date(Date.now() - 1_000).toISOString()

export const STATES = {
  'nothing happened': {},
  'the provider has no offerings': { withoutOfferings: true },
  'the customer is archived': { customer: { archived: true } },
  'the customer is blocked': { customer: { blocked: true } },
  'the project is removed': { project: { is_removed: true } },
  'the resource is terminated': { resource: { state: 6 } },
  'the role was revoked': { grant: () => ({ is_active: false, expiration_time: aSecondAgo() }) },
  'the role expired a second ago': { grant: () => ({ expiration_time: aSecondAgo() }) },
  'all consented, as they must': { enforced: true },
  'the consent was withdrawn': { enforced: true, consent: { revocation_date: '2024-01-01T00:00:00Z' } },
} satisfies Record<string, State>
export type StateName = keyof typeof STATES

export const isEnforced = (name: StateName): boolean => (STATES[name] as State).enforced === true

export const VIEWERS = ['owner', 'manager', 'staff', 'support', 'stranger'] as const
export type Viewer = (typeof VIEWERS)[number]

export interface Stage {
  provider: Made & { customer: Made }
  labels: Labels
  viewers: Record<Viewer, Caller>
  /** The member and the organization that the state is about. */
  x: { user: Made; customer: Made }
}

/** Everything is made in its state, so that roll-ups follow. Fixtures are named by one letter. */
export const makeStage = async (app: TestApp, name: StateName): Promise<Stage> => {
  const { world } = app
  const state: State = STATES[name]
  const labels = new Labels()
  const provider = await world.provider()
  const manager = await holder(app, 'CUSTOMER.MANAGER', 'service_provider', provider)
  const seller = state.withoutOfferings ? await world.provider() : provider
  const { offering, checklist } = await checkedOffering(world, seller.customer, MANAGED)
  await world.insert('offering_terms_of_service', { offering_id: offering.id, is_active: true })
  labels.name({ p: provider, m: manager, o: offering, c: checklist })

  const makeConsumer = async (letter: 'x' | 'y', values: State) => {
    const customer = await world.customer(values.customer)
    const project = await world.project(customer, values.project)
    const resource = await world.resource(offering, project, values.resource)
    const user = await holder(app, 'PROJECT.ADMIN', 'project', project, values.grant?.())
    const consent = { user_id: user.id, offering_id: offering.id, ...values.consent }
    await world.insert('user_offering_consent', consent)
    const things = await furnish(world, { offering, project, resource, user })
    for (const thing of [customer, project, user, ...Object.values(things)]) labels.name({ [letter]: thing })
    return { user, customer }
  }
  const x = await makeConsumer('x', state)
  await makeConsumer('y', {})
  const viewers = {
    owner: await world.owner(provider.customer),
    manager,
    staff: await world.staff(),
    support: await world.user({ is_support: true }),
    stranger: await world.user(),
  }
  return { provider, labels, viewers, x }
}
