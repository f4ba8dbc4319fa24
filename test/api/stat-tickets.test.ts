import { beforeAll, expect, test } from 'vitest'
import { startTestApp, type Made, type Marketplace } from '../harness/index.ts'

// C-065: issues on live resources of the provider count until they are resolved or canceled.

const { world, get } = await startTestApp()

beforeAll(async () => {
  await world.insert('issue_status', { name: 'Resolved', type: 0 })
  await world.insert('issue_status', { name: 'Closed', type: 0 })
  await world.insert('issue_status', { name: 'Canceled', type: 1 })
})

const unresolved = async ({ base, owner }: Marketplace): Promise<number> =>
  (await get(`${base}stat/`, { as: owner })).body.unresolved_tickets

const makeIssue = (resource: Made, status: string, contentType = 'resource') =>
  world.insert('issue', { resource_content_type: contentType, resource_object_id: resource.id, status })

test.each([
  ['New', 1],
  ['In progress', 1],
  ['a status that nobody knows', 1],
  ['', 1],
  ['Resolved', 0],
  ['Closed', 0],
  ['Canceled', 0],
  ['resolved', 1],
])('an issue with the status %j', async (status, expected) => {
  const market = await world.marketplace()
  await makeIssue(market.resource, status)
  expect(await unresolved(market)).toBe(expected)
})

test('every issue counts, also several on one resource', async () => {
  const market = await world.marketplace()
  for (const status of ['New', 'New', 'Waiting', 'Resolved', 'Canceled']) await makeIssue(market.resource, status)
  expect(await unresolved(market)).toBe(3)
})

test.each([
  ['Creating', 1, 1],
  ['Erred', 3, 1],
  ['Updating', 4, 1],
  ['Terminating', 5, 1],
  ['Terminated', 6, 0],
])('an issue on a resource that is %s', async (_label, state, expected) => {
  const market = await world.marketplace()
  await makeIssue(await world.resource(market.offering, market.project, { state }), 'New')
  expect(await unresolved(market)).toBe(expected)
})

test('issues on resources of not shared offerings and in removed projects count', async () => {
  const market = await world.marketplace()
  const hidden = await world.offering(market.provider.customer, { shared: false })
  await makeIssue((await world.consumer(hidden)).resource, 'New')
  await makeIssue((await world.consumer(market.offering, {}, { is_removed: true })).resource, 'New')
  expect(await unresolved(market)).toBe(2)
})

test('issues on resources of another provider, on other objects and on nothing do not count', async () => {
  const market = await world.marketplace()
  const other = await world.marketplace()
  await makeIssue(await world.resource(other.offering, market.project), 'New')
  for (const contentType of ['project', 'customer', 'offering', 'issue']) {
    await makeIssue(market.resource, 'New', contentType)
  }
  await world.insert('issue', { customer_id: market.consumer.id, project_id: market.project.id, status: 'New' })
  expect(await unresolved(market)).toBe(0)
  expect(await unresolved(other)).toBe(1)
})
