import { describe, expect, test } from 'vitest'
import { definitionOf, operationIds } from '../../contract/index.ts'
import { startTestApp, type Caller } from '../harness/index.ts'
import { holder } from './callers.ts'
import { FIELDS, fieldsFor, READERS, type Reader } from './fields.ts'
import { checkedOffering, furnish } from './furniture.ts'
import type { ProviderOperationId } from './matrix.ts'
import { call } from './matrix-writes.ts'

// Which keys who sees, in full and under `field`.

const app = await startTestApp()
const { world } = app

const SECRETS = { token: 'sample-secret' }
const now = new Date()

/** A provider of one consumer, with a row in every list, whose optional keys are all filled. */
const makeProvider = async () => {
  const provider = await world.provider()
  const { offering } = await checkedOffering(world, provider.customer, { secret_options: SECRETS })
  const customer = await world.customer()
  const project = await world.project(customer, { end_date: '2099-12-31', staff_notes: 'a note' })
  const resource = await world.resource(offering, project)
  const admin = await world.staff()
  const user = await world.user({ civil_number: `civil-${provider.hex}`, phone_number: '+0 00' })
  await world.grant(user, 'PROJECT.ADMIN', 'project', project, { created_by_id: admin.id })
  await furnish(world, { offering, project, resource, user })
  for (const values of [{ is_active: true }, {}]) {
    await world.insert('payment_profile', { organization_id: customer.id, payment_type: 'invoices', ...values })
  }
  const month = { year: now.getUTCFullYear(), month: now.getUTCMonth() + 1 }
  const invoice = await world.insert('invoice', { customer_id: customer.id, ...month })
  const billed = { resource_id: resource.id, project_id: project.id, unit_price: '10', quantity: '1', unit: 'month' }
  await world.insert('invoice_item', { invoice_id: invoice.id, ...billed })

  const manager = await world.user()
  await world.grant(manager, 'CUSTOMER.MANAGER', 'service_provider', provider, { created_by_id: admin.id })
  const permissions = [
    ...['LIST_CUSTOMERS', 'LIST_CUSTOMER_PROJECTS', 'LIST_PROJECTS', 'LIST_PROJECT_PERMISSIONS', 'LIST_KEYS'],
    ...['LIST_USERS', 'LIST_USER_CUSTOMERS', 'LIST_SERVICE_ACCOUNTS', 'LIST_COURSE_ACCOUNTS', 'GET_STATISTICS'],
    ...['GET_REVENUE', 'GET_ROBOT_ACCOUNT_CUSTOMERS', 'GET_ROBOT_ACCOUNT_PROJECTS', 'GET_API_SECRET_CODE'],
  ].map((name) => `SERVICE_PROVIDER.${name}`)
  // Support alone is refused most lists; this one may read everything, yet is neither owner nor manager.
  const auditors = await world.role('customer', permissions)
  const support = await world.user({ is_support: true })
  await world.grant(support, auditors.name, 'customer', provider.customer)
  const readers: Record<Reader, Caller> = {
    ...{ anonymous: undefined, stranger: await world.user(), owner: await world.owner(provider.customer), manager },
    ...{ support, staff: admin },
  }
  return { provider, offering, customer, project, user, readers }
}
const made = await makeProvider()
const { provider, customer, readers } = made

const ids = Object.keys(FIELDS) as ProviderOperationId[]

const rowOf = async (id: ProviderOperationId, reader: Reader, field?: string[]) => {
  const needs: Partial<Record<ProviderOperationId, Record<string, string>>> = {
    marketplace_service_providers_list: { customer_uuid: provider.customer.hex },
    marketplace_service_providers_user_customers_list: { user_uuid: made.user.hex },
    marketplace_service_providers_customer_projects_list: { project_customer_uuid: customer.hex },
  }
  const query = { ...needs[id], ...(field ? { field } : {}) }
  const { status, body } = await call(app, id, provider.hex, { as: readers[reader], query })
  if (status !== 200) return status
  const rows = Array.isArray(body) ? (body as unknown[]) : [body]
  expect(rows).toHaveLength(1)
  return rows[0] as Record<string, unknown>
}

const keysOf = (row: number | Record<string, unknown>) => (typeof row === 'number' ? row : Object.keys(row).toSorted())

test('every operation that reads objects has an allow-list', () => {
  const reads = operationIds.filter(
    (id) =>
      definitionOf(id).method === 'get' && definitionOf(id).path.startsWith('/api/marketplace-service-providers/'),
  )
  expect([...ids, 'marketplace_service_providers_offerings_types_list'].toSorted()).toEqual(reads.toSorted())
})

const cases = ids.flatMap((id) => READERS.map((reader) => [id, reader] as const))

test.each(cases)('%s shows %s these keys and no others', async (id, reader) => {
  expect(keysOf(await rowOf(id, reader))).toEqual(fieldsFor(FIELDS[id]!, reader))
})

describe('field', () => {
  const served = cases.flatMap(([id, reader]) => {
    const seen = fieldsFor(FIELDS[id]!, reader)
    return typeof seen === 'number' ? [] : [[id, reader, seen] as const]
  })
  const hiddenAnywhere = (id: ProviderOperationId): string[] => {
    const names = READERS.flatMap((reader) => FIELDS[id]?.more?.[reader] ?? [])
    return [...new Set([...names, ...(id.endsWith('_users_list') ? ['civil_number', 'phone_number'] : [])])]
  }

  test.each(served)('of %s keeps for %s what is named and seen', async (id, reader, seen) => {
    const hidden = hiddenAnywhere(id).filter((name) => !seen.includes(name))
    const isNarrowed = FIELDS[id]?.whole !== true
    for (const name of seen) {
      const wanted = isNarrowed ? [name] : seen
      expect(keysOf(await rowOf(id, reader, [name, ...hidden]))).toEqual(wanted)
    }
    // All names at once, or hidden ones alone, never bring a hidden key.
    expect(keysOf(await rowOf(id, reader, [...seen, ...hidden, 'password']))).toEqual(seen)
    for (const name of [...hidden, 'id']) expect(keysOf(await rowOf(id, reader, [name]))).toEqual(seen)
  })
})

/** What a key holds for each reader of the list. */
const valuesOf = async (id: ProviderOperationId, read: (row: Record<string, unknown>) => unknown) => {
  const values: Record<string, unknown> = {}
  for (const reader of READERS) {
    const row = await rowOf(id, reader)
    if (typeof row !== 'number') values[reader] = read(row)
  }
  return values
}

test('figures of offerings are zero for strangers', async () => {
  const seen = { count: 1, total: '10.0000000000' }
  const figures = (row: Record<string, unknown>) => ({
    count: row.resources_count,
    total: (row.billing_price_estimate as { total: string }).total,
  })
  expect(await valuesOf('marketplace_service_providers_offerings_list', figures)).toEqual({
    ...{ stranger: { count: 0, total: '0.0000000000' }, owner: seen, manager: seen, support: seen, staff: seen },
  })
})

test('secret options are the stored ones', async () => {
  expect(await valuesOf('marketplace_service_providers_offerings_list', (row) => row.secret_options)).toEqual({
    ...{ stranger: undefined, owner: SECRETS, manager: SECRETS, support: undefined, staff: SECRETS },
  })
})

test.each(['customers', 'user_customers'] as const)(
  'payment profiles in %s are for staff and support',
  async (list) => {
    const count = (row: Record<string, unknown>) => (row.payment_profiles as unknown[] | null)?.length ?? null
    expect(await valuesOf(`marketplace_service_providers_${list}_list`, count)).toEqual({
      ...{ owner: null, manager: null, support: 2, staff: 2 },
    })
    const both = await holder(app, 'CUSTOMER.OWNER', 'customer', customer)
    await world.grant(both, 'CUSTOMER.MANAGER', 'service_provider', provider)
    const query = { user_uuid: made.user.hex, field: 'payment_profiles' }
    const { body } = await app.get(`/api/marketplace-service-providers/${provider.hex}/${list}/`, { as: both, query })
    // Who owns the consumer, too, sees the profile in force.
    expect(body).toMatchObject([{ payment_profiles: [{ is_active: true }] }])
  },
)

test('nested projects and users hold nothing but these keys, whoever reads', async () => {
  const keys = (row: Record<string, unknown>) =>
    [row.projects, row.users].map((list) => (list as object[]).map((member) => Object.keys(member)))
  const wanted = [[['uuid', 'name', 'image']], [['uuid', 'full_name', 'email', 'image']]]
  expect(await valuesOf('marketplace_service_providers_customers_list', keys)).toEqual({
    ...{ owner: wanted, manager: wanted, support: wanted, staff: wanted },
  })
})

test('released attributes of users appear, for staff no others either', async () => {
  const managed = { plugin_options: { service_provider_can_create_offering_user: true }, shared: false }
  const offering = await world.offering(provider.customer, managed)
  const flags = { expose_username: false, expose_full_name: false, expose_email: false, expose_civil_number: true }
  await world.insert('offering_user_attribute_config', { offering_id: offering.id, ...flags })
  const keys = (row: Record<string, unknown>) => Object.keys(row).toSorted()
  const plain = ['civil_number', 'projects_count', 'uuid']
  const privileged = ['civil_number', 'is_active', 'projects_count', 'uuid']
  expect(await valuesOf('marketplace_service_providers_users_list', keys)).toEqual({
    ...{ owner: plain, manager: plain, support: privileged, staff: privileged },
  })
})
