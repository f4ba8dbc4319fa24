import { expect, test } from 'vitest'
import { startTestApp, type Answer } from '../harness/index.ts'

const { world, get, request } = await startTestApp()

const SECOND = 1_000
const HOUR = 3_600_000
const fromNow = (milliseconds: number): Date => new Date(Date.now() + milliseconds)

const usernames = (answer: Answer): string[] => answer.body.map((row: { username: string }) => row.username)

test('rows are the active users with an effective grant on a served project, each once', async () => {
  const { base, owner, project, consumer, offering } = await world.marketplace()
  const second = await world.project(consumer)
  await world.resource(offering, second)
  const removed = await world.project(consumer, { is_removed: true })
  await world.resource(offering, removed)
  const ownRole = await world.role('project', [])
  const admin = await world.member(project)
  const inTwoProjects = await world.member(project)
  await world.grant(inTwoProjects, 'PROJECT.MANAGER', 'project', project)
  await world.grant(inTwoProjects, 'PROJECT.ADMIN', 'project', second)
  const other = await world.member(project, {}, ownRole.name)
  const ofRetiredRole = await world.member(project, {}, 'PROJECT.MEMBER')
  const expiring = await world.user()
  await world.grant(expiring, 'PROJECT.ADMIN', 'project', project, { expiration_time: fromNow(HOUR) })
  const ofRemoved = await world.member(removed)
  const answer = await get(`${base}users/`, { as: owner })
  const expected = [admin, inTwoProjects, other, ofRetiredRole, expiring, ofRemoved].map(({ username }) => username)
  expect(usernames(answer).toSorted()).toEqual(expected.toSorted())
  expect(answer.headers['x-result-count']).toBe('6')
})

test('neither revoked nor expired grants count, even when the expiry is a second old and the grant still active', async () => {
  const { base, owner, project } = await world.marketplace()
  const revoked = await world.user()
  await world.grant(revoked, 'PROJECT.ADMIN', 'project', project, { is_active: false })
  const expired = await world.user()
  await world.grant(expired, 'PROJECT.ADMIN', 'project', project, { expiration_time: fromNow(-SECOND) })
  expect((await get(`${base}users/`, { as: owner })).body).toEqual([])
})

test('roles on anything but a served project bring nobody in', async () => {
  const { base, owner, provider, consumer, offering } = await world.marketplace()
  const elsewhere = await world.marketplace()
  await world.member(elsewhere.project)
  await world.grant(await world.user(), 'CUSTOMER.OWNER', 'customer', consumer)
  await world.grant(await world.user(), 'CUSTOMER.MANAGER', 'service_provider', provider)
  await world.grant(await world.user(), 'OFFERING.MANAGER', 'offering', offering)
  await world.insert('offering_user', { offering_id: offering.id, user_id: (await world.user()).id, state: 5 })
  await world.member(await world.project(consumer))
  const withTerminated = await world.project(consumer)
  await world.resource(offering, withTerminated, { state: 6 })
  await world.member(withTerminated)
  const withPrivate = await world.project(consumer)
  await world.resource(await world.offering(provider.customer, { shared: false }), withPrivate)
  await world.member(withPrivate)
  const withForeign = await world.project(consumer)
  await world.resource(elsewhere.offering, withForeign)
  await world.member(withForeign)
  expect((await get(`${base}users/`, { as: owner })).body).toEqual([])
})

test('a grant on a project whose id equals that of another kind of scope is not mixed up', async () => {
  const { base, owner, project } = await world.marketplace()
  await world.grant(await world.user(), 'CUSTOMER.OWNER', 'customer', project)
  await world.grant(await world.user(), 'OFFERING.MANAGER', 'offering', project)
  expect((await get(`${base}users/`, { as: owner })).body).toEqual([])
})

test.each([
  { what: 'a creating resource', resource: { state: 1 } },
  { what: 'an erred resource', resource: { state: 3 } },
  { what: 'an updating resource', resource: { state: 4 } },
  { what: 'a terminating resource', resource: { state: 5 } },
  { what: 'a paused resource', resource: { paused: true } },
  { what: 'an archived offering', offering: { state: 4 } },
  { what: 'an offering that is not billable', offering: { billable: false } },
  { what: 'a blocked customer', customer: { blocked: true } },
  { what: 'an archived customer', customer: { archived: true } },
])('$what makes its project a served one', async (given) => {
  const provider = await world.provider()
  const owner = await world.owner(provider.customer)
  const project = await world.project(await world.customer(given.customer))
  await world.resource(await world.offering(provider.customer, given.offering), project, given.resource)
  const member = await world.member(project)
  const answer = await get(`/api/marketplace-service-providers/${provider.hex}/users/`, { as: owner })
  expect(usernames(answer)).toEqual([member.username])
})

test('inactive users are hidden from everybody, staff and support included', async () => {
  const { base, owner, provider, project } = await world.marketplace()
  await world.member(project, { is_active: false })
  const active = await world.member(project)
  const support = await world.user({ is_support: true })
  await world.grant(support, 'CUSTOMER.MANAGER', 'service_provider', provider)
  for (const caller of [owner, await world.staff(), support]) {
    expect(usernames(await get(`${base}users/`, { as: caller }))).toEqual([active.username])
  }
})

test('projects_count counts served projects, not grants', async () => {
  const { base, owner, project, consumer, offering } = await world.marketplace()
  const elsewhere = await world.marketplace()
  const second = await world.project(consumer)
  await world.resource(offering, second)
  await world.resource(offering, second)
  const removed = await world.project(consumer, { is_removed: true })
  await world.resource(offering, removed)
  const expired = await world.project(consumer)
  await world.resource(offering, expired)
  const revoked = await world.project(consumer)
  await world.resource(offering, revoked)
  const user = await world.user()
  await world.grant(user, 'PROJECT.ADMIN', 'project', project)
  await world.grant(user, 'PROJECT.MANAGER', 'project', project)
  await world.grant(user, 'PROJECT.ADMIN', 'project', second)
  await world.grant(user, 'PROJECT.ADMIN', 'project', removed)
  await world.grant(user, 'PROJECT.ADMIN', 'project', expired, { expiration_time: fromNow(-SECOND) })
  await world.grant(user, 'PROJECT.ADMIN', 'project', revoked, { is_active: false })
  await world.grant(user, 'PROJECT.ADMIN', 'project', elsewhere.project)
  await world.grant(user, 'PROJECT.ADMIN', 'project', await world.project(consumer))
  const { body } = await get(`${base}users/`, { as: owner })
  expect(body).toMatchObject([{ uuid: user.hex, projects_count: 3 }])
})

test('usernames ascend by default, in human order and not by code points', async () => {
  const { base, owner, project } = await world.marketplace()
  for (const username of ['order-b', 'Order-C', 'order-a', 'örder-aa']) await world.member(project, { username })
  const answer = await get(`${base}users/`, { as: owner })
  expect(usernames(answer)).toEqual(['order-a', 'örder-aa', 'order-b', 'Order-C'])
})

test('field keeps the named keys in the order of the schema', async () => {
  const { base, owner, project } = await world.marketplace()
  await world.member(project)
  const keysOf = async (field: readonly string[]) => {
    const { body } = await get(`${base}users/`, { as: owner, query: { field } })
    return Object.keys(body[0])
  }
  const all = ['uuid', 'username', 'full_name', 'first_name', 'last_name', 'email', 'projects_count']
  expect(await keysOf(['email', 'nothing', 'uuid'])).toEqual(['uuid', 'email'])
  expect(await keysOf(['projects_count'])).toEqual(['projects_count'])
  for (const field of [['nothing'], [''], ['uuid,email'], ['is_active'], ['phone_number']]) {
    expect(await keysOf(field)).toEqual(all)
  }
})

test('pages carry total and links, HEAD the same without a body', async () => {
  const { base, owner, project } = await world.marketplace()
  for (let n = 0; n < 5; n++) await world.member(project, { username: `page-${String(n)}` })
  const query = { page: 2, page_size: 2, is_active: 'true' }
  const url = `http://api.test${base}users/?is_active=true`
  const links = [
    `<${url}&page_size=2>; rel="first"`,
    `<${url}&page_size=2>; rel="prev"`,
    `<${url}&page=3&page_size=2>; rel="next"`,
    `<${url}&page=3&page_size=2>; rel="last"`,
  ]
  const answer = await get(`${base}users/`, { as: owner, query })
  expect(usernames(answer)).toEqual(['page-2', 'page-3'])
  const head = await request('HEAD', `${base}users/`, { as: owner, query })
  for (const { status, headers } of [answer, head]) {
    expect(status).toBe(200)
    expect(headers['x-result-count']).toBe('5')
    expect(headers.link).toBe(links.join(', '))
  }
  expect(head.text).toBe('')
  const beyond = await get(`${base}users/`, { as: owner, query: { page: 4, page_size: 2 } })
  expect(beyond).toMatchObject({ status: 404, body: { detail: 'Invalid page.' } })
})
