import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { definitionOf, operationIds, type OperationId } from '../../contract/index.ts'
import { sql } from '../../server/db/sql.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { BAD_JSON, BAD_TEXTS, HUGE_TEXTS } from '../harness/bad-values.ts'
import { startTestApp } from '../harness/index.ts'

// Every value of the catalogue for every field of every writing operation on providers.

// Room for the largest value, so that it reaches the field.
const { world, request, database } = await startTestApp({ MAX_BODY_BYTES: '2000000' })

const staff = await world.staff()
const market = await world.marketplace()
const { base, provider, offering, project } = market
const member = await world.user()
await world.grant(member, 'PROJECT.ADMIN', 'project', project)
const registered = await world.customer()

const team = { role: 'CUSTOMER.MANAGER', user: member.hex, expiration_time: '2999-12-31T00:00:00Z' }

/** A body of each operation that would succeed, had the field in question a right value. */
const VALID: Partial<Record<OperationId, Record<string, unknown>>> = {
  marketplace_service_providers_create: { customer: `/api/customers/${registered.hex}/`, description: 'new' },
  marketplace_service_providers_update: { description: 'new', enable_notifications: false },
  marketplace_service_providers_partial_update: { description: 'new', enable_notifications: false },
  marketplace_service_providers_add_user: team,
  marketplace_service_providers_update_user: team,
  marketplace_service_providers_delete_user: team,
  marketplace_service_providers_set_offerings_username: { user_uuid: member.hex, username: 'sample' },
  marketplace_service_providers_generate_site_agent_config: { offering_uuids: [offering.hex], timezone: 'UTC' },
}

const writes = operationIds
  .map((id) => ({ id, ...definitionOf(id) }))
  .filter(({ path, body }) => body !== undefined && path.startsWith('/api/marketplace-service-providers/'))
  .map(({ id, method, path, body, success }) => ({
    id,
    method: method.toUpperCase() as 'POST' | 'PUT' | 'PATCH',
    path: path.replace(/^\/api\/marketplace-service-providers\/\{\w+\}\//, base),
    fields: Object.keys((body!.schema as z.ZodObject).shape),
    success: success.status,
  }))

/** All that a write of these tests could change. */
const state = () =>
  database.one<{ state: unknown }>(sql`
    select jsonb_build_object(
      'providers', (select jsonb_agg(to_jsonb(service_provider) order by id) from service_provider),
      'customers', (select jsonb_agg(to_jsonb(customer) order by id) from customer),
      'users', (select count(*) from app_user),
      'files', (select count(*) from stored_file),
      'grants', (select jsonb_agg(to_jsonb(user_role) order by id) from user_role),
      'accounts', (select jsonb_agg(to_jsonb(offering_user) order by id) from offering_user),
      'events', (select count(*) from event)
    ) as state
  `)

/** Makes the start of every request the same, whatever the one before has done. */
const reset = async (id: OperationId): Promise<unknown> => {
  await database.run(sql`delete from service_provider where customer_id = ${registered.id}`)
  await database.run(sql`delete from user_role where content_type = 'service_provider'`)
  await database.run(sql`delete from offering_user`)
  if (id.endsWith('_update_user') || id.endsWith('_delete_user')) {
    await world.grant(member, team.role, 'service_provider', provider)
  }
  return (await state()).state
}

/** Sends every body; a refusal must leave all as it was. */
const sendAll = async (
  { id, method, path, success }: Pick<(typeof writes)[number], 'id' | 'method' | 'path' | 'success'>,
  contentType: string,
  bodies: readonly string[],
): Promise<void> => {
  let before = await reset(id)
  for (const payload of bodies) {
    const { status, text } = await request(method, path, {
      as: staff,
      payload,
      headers: { 'content-type': contentType },
    })
    const what = payload.slice(0, 120)
    expect([success, 400], `${what}: ${text.slice(0, 200)}`).toContain(status)
    if (status === 400) expect((await state()).state, what).toEqual(before)
    else before = await reset(id)
  }
}

test('the catalogue covers every operation that takes a body', () => {
  expect(writes.map(({ id }) => id).sort()).toEqual(Object.keys(VALID).sort())
})

describe.each(writes)('$id', (write) => {
  const valid = VALID[write.id] ?? {}

  test.each(write.fields)('takes or refuses whatever is in %s, and a refusal changes nothing', async (field) => {
    const { [field]: _, ...others } = valid
    const rest = Object.entries(others).map(([name, value]) => `,${JSON.stringify(name)}:${JSON.stringify(value)}`)
    const values = [...[...BAD_TEXTS, ...HUGE_TEXTS].map((text) => JSON.stringify(text)), ...BAD_JSON]
    const bodies = values.map((value) => `{${JSON.stringify(field)}:${value}${rest.join('')}}`)
    await sendAll(write, 'application/json', bodies)
  })

  test.each(write.fields)('takes or refuses whatever is in %s of a form', async (field) => {
    const { [field]: _, ...others } = valid
    const rest = Object.entries(others).map(([name, value]): [string, string] => [name, String(value)])
    const bodies = BAD_TEXTS.map((value) => new URLSearchParams([...rest, [field, value]]).toString())
    await sendAll(write, 'application/x-www-form-urlencoded', bodies)
  })
})

test('roll-ups and tables are as they should be after all of this', async () => {
  expect(await reconcile(database)).toEqual([])
  const { name, provider_uuid } = await database.one<{ name: string; provider_uuid: string }>(sql`
    select customer.name, service_provider.uuid as provider_uuid
    from service_provider join customer on customer.id = service_provider.customer_id
    where service_provider.id = ${provider.id}
  `)
  expect([name, provider_uuid]).toEqual([provider.customer.name, provider.uuid])
})
