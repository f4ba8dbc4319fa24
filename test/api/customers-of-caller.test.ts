import { expect, test } from 'vitest'
import { startTestApp, type MadeUser, type Marketplace } from '../harness/index.ts'

const { world, get } = await startTestApp()

const PAST = new Date(Date.now() - 3_600_000)

/** Customers A to D of one provider, and a caller who may list them and holds nothing on them. */
const scene = async () => {
  const market = await world.marketplace()
  const consumers = []
  for (const name of ['A', 'B', 'C', 'D']) consumers.push(await world.consumer(market.offering, { name }))
  const [a, b, c, d] = consumers as [Consumer, Consumer, Consumer, Consumer]
  const caller = await world.user()
  await world.grant(caller, 'CUSTOMER.MANAGER', 'service_provider', market.provider)
  const all = ['A', 'B', 'C', 'D', market.consumer.name]
  return { market, a, b, c, d, caller, all }
}

type Consumer = Awaited<ReturnType<typeof world.consumer>>

const names = async ({ base }: Marketplace, as: MadeUser, query: string): Promise<string[]> => {
  const { status, body } = await get(`${base}customers/?${query}`, { as })
  expect(status).toBe(200)
  return body.map((row: { name: string }) => row.name)
}

test('owned_by_current_user keeps customers that the caller owns in effect', async () => {
  const { market, a, b, c, d, caller, all } = await scene()
  await world.grant(caller, 'CUSTOMER.OWNER', 'customer', a.customer)
  await world.grant(caller, 'CUSTOMER.READER', 'customer', b.customer)
  await world.grant(caller, 'CUSTOMER.OWNER', 'customer', c.customer, { expiration_time: PAST })
  await world.grant(caller, 'CUSTOMER.OWNER', 'customer', d.customer, { is_active: false, expiration_time: PAST })
  await world.grant(caller, 'PROJECT.ADMIN', 'project', b.project)
  await world.owner(b.customer)
  expect(await names(market, caller, 'owned_by_current_user=true')).toEqual(['A'])
  expect(await names(market, caller, 'owned_by_current_user=1')).toEqual(['A'])
  expect(await names(market, caller, 'owned_by_current_user=false')).toEqual(all)
})

test('staff get no special treatment by owned_by_current_user', async () => {
  const { market, a } = await scene()
  const staff = await world.staff()
  expect(await names(market, staff, 'owned_by_current_user=true')).toEqual([])
  await world.grant(staff, 'CUSTOMER.OWNER', 'customer', a.customer)
  expect(await names(market, staff, 'owned_by_current_user=true')).toEqual(['A'])
})

test('current_user_has_project_create_permission looks at permissions of grants on the customer', async () => {
  const { market, a, b, c, d, caller, all } = await scene()
  const creator = await world.role('customer', ['PROJECT.CREATE'])
  const onProject = await world.role('project', ['PROJECT.CREATE'])
  await world.grant(caller, 'CUSTOMER.OWNER', 'customer', a.customer)
  await world.grant(caller, creator.name, 'customer', b.customer)
  await world.grant(caller, 'CUSTOMER.READER', 'customer', c.customer)
  await world.grant(caller, onProject.name, 'project', c.project)
  await world.grant(caller, creator.name, 'customer', d.customer, { expiration_time: PAST })
  await world.grant(caller, creator.name, 'customer', d.customer, { is_active: false })
  const parameter = 'current_user_has_project_create_permission'
  expect(await names(market, caller, `${parameter}=true`)).toEqual(['A', 'B'])
  expect(await names(market, caller, `${parameter}=false`)).toEqual(all)
})

test('staff may create projects everywhere', async () => {
  const { market, all } = await scene()
  expect(await names(market, await world.staff(), 'current_user_has_project_create_permission=true')).toEqual(all)
})

test('current_user_has_role takes names separated by commas or repeated', async () => {
  const { market, a, b, c, d, caller, all } = await scene()
  await world.grant(caller, 'CUSTOMER.OWNER', 'customer', a.customer)
  await world.grant(caller, 'CUSTOMER.READER', 'customer', b.customer)
  await world.grant(caller, 'PROJECT.ADMIN', 'project', c.project)
  await world.grant(caller, 'CUSTOMER.OWNER', 'customer', d.customer, { expiration_time: PAST })
  const cases: [string, string[]][] = [
    ['CUSTOMER.OWNER', ['A']],
    ['CUSTOMER.OWNER,CUSTOMER.READER', ['A', 'B']],
    ['CUSTOMER.OWNER,%20CUSTOMER.READER', ['A', 'B']],
    ['CUSTOMER.READER&current_user_has_role=CUSTOMER.OWNER', ['A', 'B']],
    ['PROJECT.ADMIN', []],
    ['customer.owner', []],
    ['', all],
  ]
  for (const [value, expected] of cases)
    expect(await names(market, caller, `current_user_has_role=${value}`), value).toEqual(expected)
})
