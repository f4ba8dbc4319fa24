import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { Stamps } from '../../server/memory/stamps.ts'
import { startTestApp } from '../harness/index.ts'

// What was looked up of a caller is used again; neither a commit nor the clock may be missed.

const { world, get, database, tokenOf } = await startTestApp()
const market = await world.marketplace()
const path = `/api/marketplace-service-providers/${market.provider.hex}/`

/** The status of the third of three equal requests, which finds the caller remembered, and of one after the change. */
const around = async (user: { id: string }, change: () => Promise<unknown>): Promise<[number, number]> => {
  const statuses: number[] = []
  for (let turn = 1; turn <= 3; turn++) statuses.push((await get(`${path}projects/`, { as: user })).status)
  await change()
  return [statuses[2] ?? 0, (await get(`${path}projects/`, { as: user })).status]
}

test('a role that is revoked ends with the next request', async () => {
  const owner = await world.owner(market.provider.customer)
  const revoke = () => database.run(sql`update user_role set is_active = false where user_id = ${owner.id}`)
  expect(await around(owner, revoke)).toEqual([200, 403])
})

test('a role that expires ends by the clock alone', async () => {
  const owner = await world.user()
  await world.grant(owner, 'CUSTOMER.OWNER', 'customer', market.provider.customer, {
    expiration_time: new Date(Date.now() + 1_500).toISOString(),
  })
  expect(await around(owner, () => sleep(2_000))).toEqual([200, 403])
})

test('a token that expires ends by the clock alone', async () => {
  const owner = await world.owner(market.provider.customer)
  await tokenOf(owner)
  await database.run(sql`update auth_token set expires_at = now() + interval '1.5 seconds' where user_id = ${owner.id}`)
  expect(await around(owner, () => sleep(2_000))).toEqual([200, 401])
})

test('a user who is deactivated is refused, and served when he is active again', async () => {
  const owner = await world.owner(market.provider.customer)
  const set = (active: boolean) => database.run(sql`update app_user set is_active = ${active} where id = ${owner.id}`)
  expect(await around(owner, () => set(false))).toEqual([200, 401])
  await set(true)
  expect((await get(`${path}projects/`, { as: owner })).status).toBe(200)
})

test('a state that is told began to be read after it was asked for', async () => {
  const stamps = new Stamps(database)
  const early = stamps.read()
  await world.customer()
  const [before, ...after] = await Promise.all([early, stamps.read(), stamps.read(), stamps.read()])
  expect(after.map(({ stamp }) => stamp === before.stamp)).toEqual([false, false, false])
  expect((await stamps.read()).stamp).toBe(after[0].stamp)
})
