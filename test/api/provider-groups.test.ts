import { expect, test } from 'vitest'
import { startTestApp } from '../harness/index.ts'

const { world, get, post, request } = await startTestApp()
const BASE = '/api/marketplace-service-providers/'

/** An organization in a group that has a parent. */
const groupedCustomer = async () => {
  const parent = await world.insert('organization_group', { name: 'Parent group' })
  const group = await world.insert('organization_group', { name: 'Child group', parent_id: parent.id })
  const customer = await world.customer()
  await world.link('customer_organization_group', { customer_id: customer.id, organization_group_id: group.id })
  const url = (uuid: string) => `http://api.test/api/organization-groups/${uuid}/`
  const expected = {
    uuid: group.hex,
    url: url(group.hex),
    name: 'Child group',
    parent_uuid: parent.hex,
    parent_name: 'Parent group',
    parent: url(parent.hex),
    customers_count: 1,
  }
  return { customer, expected }
}

test('every answer about a provider holds the groups of its organization', async () => {
  const staff = await world.staff()
  const { customer, expected } = await groupedCustomer()
  const link = `http://api.test/api/customers/${customer.hex}/`
  const created = await post(BASE, { as: staff, body: { customer: link } })
  expect(created.body.organization_groups).toEqual([expected])
  const path = `${BASE}${String(created.body.uuid)}/`
  for (const method of ['PUT', 'PATCH'] as const) {
    const changed = await request(method, path, { as: staff, body: { description: method } })
    expect(changed.body.organization_groups).toEqual([expected])
  }
  const listed = await get(BASE, { as: staff, query: { customer: link } })
  expect(listed.body).toMatchObject([{ organization_groups: [expected] }])
  const counted = await request('HEAD', BASE, { as: staff, query: { customer: link } })
  expect(counted.headers['x-result-count']).toBe('1')
})

test('user_customers shows staff the attributes of payment profiles', async () => {
  const { consumer, project, base } = await world.marketplace()
  const staff = await world.staff()
  const user = await world.user()
  await world.grant(user, 'PROJECT.ADMIN', 'project', project)
  const attributes = { end_date: '2030-12-31', agreement_number: 'SAMPLE-1', contract_sum: 1000 }
  await world.insert('payment_profile', {
    organization_id: consumer.id,
    name: 'Sample contract',
    payment_type: 'fixed_price',
    attributes,
    is_active: true,
  })
  const { body } = await get(`${base}user_customers/`, { as: staff, query: { user_uuid: user.hex } })
  expect(body).toMatchObject([{ uuid: consumer.hex, payment_profiles: [{ attributes, is_active: true }] }])
})
