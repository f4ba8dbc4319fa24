import { definitionOf, type OperationId } from '../../contract/index.ts'
import { sql } from '../../server/db/sql.ts'
import type { RequestOptions } from '../harness/app.ts'
import type { Answer, Marketplace, TestApp } from '../harness/index.ts'
import type { ProviderOperationId } from './matrix.ts'

// The operations of the matrix that change something: bodies that do, and what they may have changed.

type Body = Record<string, unknown>
type Prepare = (app: TestApp, market: Marketplace) => Promise<Body | undefined>

/** Calls an operation on the object with this uuid. */
export const call = ({ request }: TestApp, id: OperationId, uuid: string, options: RequestOptions): Promise<Answer> => {
  const { method, path } = definitionOf(id)
  return request(method.toUpperCase() as Uppercase<typeof method>, path.replace(/\{\w+\}/, uuid), options)
}

const linkTo = (customer: { hex: string }): string => `/api/customers/${customer.hex}/`

const grantee = async ({ world }: TestApp, market: Marketplace, granted: boolean): Promise<Body> => {
  const user = await world.user()
  if (granted) await world.grant(user, 'CUSTOMER.MANAGER', 'service_provider', market.provider)
  return { role: 'CUSTOMER.MANAGER', user: user.hex, expiration_time: '2099-01-01T00:00:00Z' }
}

export const archiveOfferings = ({ database }: TestApp, { provider }: Marketplace): Promise<unknown> =>
  database.transaction((transaction) =>
    transaction.writeRolledUp<{ id: string }>(
      sql`update offering set state = 4 where customer_id = ${provider.customer.id} returning id`,
      (rollup, rows) => {
        for (const { id } of rows) rollup.offering(id)
      },
    ),
  )

/** Makes what the request needs and returns its body. */
export const WRITES: Partial<Record<ProviderOperationId, Prepare>> = {
  marketplace_service_providers_create: async (_app, { consumer }) => ({ customer: linkTo(consumer) }),
  marketplace_service_providers_update: async () => ({ description: 'changed' }),
  marketplace_service_providers_partial_update: async () => ({ description: 'changed' }),
  marketplace_service_providers_destroy: async (app, market) => {
    await archiveOfferings(app, market)
    return undefined
  },
  service_provider_api_secret_code_generate: async () => undefined,
  marketplace_service_providers_set_offerings_username: async ({ world }, { project }) => ({
    user_uuid: (await world.member(project)).hex,
    username: 'chosen',
  }),
  marketplace_service_providers_generate_site_agent_config: async (_app, { offering }) => ({
    offering_uuids: [offering.hex],
  }),
  marketplace_service_providers_add_user: (app, market) => grantee(app, market, false),
  marketplace_service_providers_update_user: (app, market) => grantee(app, market, true),
  marketplace_service_providers_delete_user: (app, market) => grantee(app, market, true),
}

/** Everything that these operations can change at a marketplace, as text. */
export const stateOf = async ({ database }: TestApp, market: Marketplace): Promise<string> => {
  const { provider, consumer } = market
  const { state } = await database.one<{ state: string }>(sql`
    select json_build_array(
      (select json_agg(service_provider order by id) from service_provider
       where customer_id in (${provider.customer.id}, ${consumer.id})),
      (select json_agg(user_role order by id) from user_role
       where content_type = 'service_provider' and object_id = ${provider.id}),
      (select json_agg(offering_user order by offering_user.id) from offering_user
       join offering on offering.id = offering_user.offering_id where offering.customer_id = ${provider.customer.id})
    )::text as state
  `)
  return state
}
