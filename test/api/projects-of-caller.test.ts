import { expect, test } from 'vitest'
import { startTestApp, type MadeUser, type Marketplace } from '../harness/index.ts'

const { world, get } = await startTestApp()

const PAST = new Date(Date.now() - 3_600_000)
const FUTURE = new Date(Date.now() + 3_600_000)

/** Projects A to F of one customer each, and a caller who may list them and holds nothing on them. */
const scene = async () => {
  const market = await world.marketplace()
  const add = (name: string) => world.consumer(market.offering, { name: `Customer of ${name}` }, { name })
  const [a, b, c, d, e, f] = [
    await add('A'),
    await add('B'),
    await add('C'),
    await add('D'),
    await add('E'),
    await add('F'),
  ]
  const caller = await world.user()
  await world.grant(caller, 'CUSTOMER.MANAGER', 'service_provider', market.provider)
  return { market, caller, a, b, c, d, e, f }
}

const find = async ({ base, project }: Marketplace, as: MadeUser, query: string): Promise<string[]> => {
  const { status, body } = await get(`${base}projects/?${query}`, { as })
  expect(status).toBe(200)
  const others = body.filter((row: { uuid: string }) => row.uuid !== project.hex)
  return others.map((row: { name: string }) => row.name)
}

const ALL = ['A', 'B', 'C', 'D', 'E', 'F']

test('can_admin keeps projects that the caller administers in effect; false changes nothing', async () => {
  const { market, caller, a, b, c, d, e, f } = await scene()
  await world.grant(caller, 'PROJECT.ADMIN', 'project', a.project)
  await world.grant(caller, 'PROJECT.ADMIN', 'project', b.project, { expiration_time: FUTURE })
  await world.grant(caller, 'PROJECT.ADMIN', 'project', c.project, { expiration_time: PAST })
  await world.grant(caller, 'PROJECT.ADMIN', 'project', d.project, { is_active: false, expiration_time: PAST })
  await world.grant(caller, 'PROJECT.MANAGER', 'project', e.project)
  await world.grant(caller, 'CUSTOMER.OWNER', 'customer', f.customer)
  await world.grant(await world.user(), 'PROJECT.ADMIN', 'project', f.project)
  expect(await find(market, caller, 'can_admin=true')).toEqual(['A', 'B'])
  expect(await find(market, caller, 'can_admin=1')).toEqual(['A', 'B'])
  expect(await find(market, caller, 'can_admin=false')).toEqual(ALL)
  expect(await find(market, caller, 'can_admin=maybe')).toEqual(ALL)
  expect(await find(market, await world.staff(), 'can_admin=true')).toEqual([])
})

test('can_manage keeps projects that the caller manages, or whose customer he owns', async () => {
  const { market, caller, a, b, c, d, e, f } = await scene()
  await world.grant(caller, 'PROJECT.MANAGER', 'project', a.project)
  await world.grant(caller, 'CUSTOMER.OWNER', 'customer', b.customer)
  await world.grant(caller, 'PROJECT.ADMIN', 'project', c.project)
  await world.grant(caller, 'CUSTOMER.READER', 'customer', d.customer)
  await world.grant(caller, 'PROJECT.MANAGER', 'project', e.project, { expiration_time: PAST })
  await world.grant(caller, 'CUSTOMER.OWNER', 'customer', f.customer, { is_active: false })
  expect(await find(market, caller, 'can_manage=true')).toEqual(['A', 'B'])
  expect(await find(market, caller, 'can_manage=false')).toEqual(ALL)
  expect(await find(market, caller, 'can_manage=true&can_admin=true')).toEqual([])
})

test('current_user_has_role looks at grants on the project', async () => {
  const { market, caller, a, b, c, d } = await scene()
  await world.grant(caller, 'PROJECT.ADMIN', 'project', a.project)
  await world.grant(caller, 'PROJECT.MANAGER', 'project', b.project)
  await world.grant(caller, 'PROJECT.ADMIN', 'project', c.project, { expiration_time: PAST })
  await world.grant(caller, 'CUSTOMER.OWNER', 'customer', d.customer)
  const cases: [string, string[]][] = [
    ['PROJECT.ADMIN', ['A']],
    ['PROJECT.MANAGER,PROJECT.ADMIN', ['A', 'B']],
    ['PROJECT.MANAGER&current_user_has_role=PROJECT.ADMIN', ['A', 'B']],
    ['CUSTOMER.OWNER', []],
    ['NO.SUCH', []],
    ['', ALL],
  ]
  for (const [value, expected] of cases)
    expect(await find(market, caller, `current_user_has_role=${value}`), value).toEqual(expected)
})

test('user_uuid_with_active_role keeps projects on which that user holds any role', async () => {
  const { market, caller, a, b, c, d, e } = await scene()
  const user = await world.user()
  await world.grant(user, 'PROJECT.MEMBER', 'project', a.project)
  await world.grant(user, 'PROJECT.ADMIN', 'project', b.project, { expiration_time: FUTURE })
  await world.grant(user, 'PROJECT.MANAGER', 'project', b.project)
  await world.grant(user, 'PROJECT.ADMIN', 'project', c.project, { expiration_time: PAST })
  await world.grant(user, 'CUSTOMER.OWNER', 'customer', d.customer)
  await world.grant(caller, 'PROJECT.ADMIN', 'project', e.project)
  for (const spelling of [user.hex, user.uuid])
    expect(await find(market, caller, `user_uuid_with_active_role=${spelling}`)).toEqual(['A', 'B'])
  const unknown = '00000000-0000-4000-8000-0000000000ff'
  expect(await find(market, caller, `user_uuid_with_active_role=${unknown}`)).toEqual([])
  expect(await find(market, caller, 'user_uuid_with_active_role=')).toEqual(ALL)
})

test('the same filters narrow the projects of one customer', async () => {
  const { market, caller, a } = await scene()
  const second = await world.project(a.customer, { name: 'A2' })
  await world.resource(market.offering, second)
  await world.grant(caller, 'PROJECT.ADMIN', 'project', second)
  await world.grant(caller, 'PROJECT.MANAGER', 'project', a.project)
  const path = `${market.base}customer_projects/?project_customer_uuid=${a.customer.hex}`
  const of = async (query: string) =>
    (await get(`${path}&${query}`, { as: caller })).body.map((row: { name: string }) => row.name) as string[]
  expect(await of('can_admin=true')).toEqual(['A2'])
  expect(await of('can_manage=true')).toEqual(['A'])
  expect(await of('can_manage=false')).toEqual(['A', 'A2'])
  expect(await of('current_user_has_role=PROJECT.ADMIN,PROJECT.MANAGER')).toEqual(['A', 'A2'])
  expect(await of(`user_uuid_with_active_role=${caller.hex}`)).toEqual(['A', 'A2'])
})
