import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { eventsOf } from '../harness/events.ts'
import { multipart } from '../harness/form.ts'
import { png } from '../harness/images.ts'
import { startTestApp, type Caller, type Made } from '../harness/index.ts'

const { world, get, post, request, database } = await startTestApp()

const OFFERINGS = '/api/marketplace-provider-offerings/'

const provider = await world.provider()
const owner = await world.owner(provider.customer)
const staff = await world.staff()

const makeOffering = (values: Record<string, unknown> = {}) => world.offering(provider.customer, values)
const pathOf = (offering: Made) => `${OFFERINGS}${offering.hex}/`
const act = (offering: Made, action: string, body?: unknown, as: Caller = owner) =>
  post(`${pathOf(offering)}${action}/`, { as, body })

describe('deletion', () => {
  const remove = (offering: Made, as: Caller = owner) => request('DELETE', pathOf(offering), { as })
  const exists = async (offering: Made) =>
    (await database.rows(sql`select 1 from offering where id = ${offering.id}`)).length === 1

  test('of a draft without resources ends its roles and removes what belongs to it', async () => {
    const offering = await makeOffering({ state: 1 })
    await world.insert('plan', { offering_id: offering.id, name: 'Plan' })
    const manager = await world.user()
    await world.grant(manager, 'OFFERING.MANAGER', 'offering', offering)
    await request('POST', `${pathOf(offering)}update_image/`, {
      as: owner,
      ...multipart([{ name: 'image', value: png(), filename: 'a.png' }]),
    })
    expect(await remove(offering)).toMatchObject({ status: 204, text: '' })
    expect(await exists(offering)).toBe(false)
    expect((await remove(offering)).status).toBe(404)
    const grants = await database.rows(sql`select is_active from user_role where user_id = ${manager.id}`)
    expect(grants).toEqual([{ is_active: false }])
    expect(await database.rows(sql`select 1 from stored_file where name like ${`%${offering.hex}%`}`)).toEqual([])
    const types = (await eventsOf(database, 'offering', offering)).map(({ event_type }) => event_type)
    expect(types.slice(-2)).toEqual(['role_revoked', 'marketplace_offering_deleted'])
  })

  test('by others than staff is refused with resources, then for any state but Draft', async () => {
    const used = await makeOffering({ state: 1 })
    await world.consumer(used)
    expect(await remove(used)).toMatchObject({
      status: 403,
      body: { detail: 'Offering was not deleted since it has resources.' },
    })
    for (const state of [2, 3, 4, 5]) {
      const offering = await makeOffering({ state })
      expect(await remove(offering)).toMatchObject({
        status: 403,
        body: { detail: 'Offering was not deleted since offering is not in draft state.' },
      })
      expect(await exists(offering)).toBe(true)
    }
  })

  // C-178
  test('is refused while other offerings belong to it', async () => {
    const parent = await makeOffering({ state: 1 })
    const child = await makeOffering({ state: 1, parent_id: parent.id })
    await world.consumer(child)
    expect(await remove(parent, staff)).toMatchObject({
      status: 409,
      body: { detail: 'Cannot delete offering with child offerings.' },
    })
    expect(await exists(child)).toBe(true)
    expect((await remove(child, staff)).status).toBe(204)
    expect((await remove(parent, staff)).status).toBe(204)
    expect(await reconcile(database)).toEqual([])
  })

  test('by staff takes resources along, and the figures of the provider follow', async () => {
    const market = await world.marketplace()
    const second = await world.offering(market.provider.customer)
    await world.resource(second, market.project)
    await world.consumer(market.offering)
    const customers = () => get(`${market.base}customers/`, { as: market.owner })
    expect((await customers()).body).toHaveLength(2)
    expect((await remove(market.offering, staff)).status).toBe(204)
    expect((await customers()).body).toHaveLength(1)
    expect(await reconcile(database)).toEqual([])
  })
})

describe('a move to another provider', () => {
  const move = (offering: Made, customer: { hex: string }, preserve_permissions: boolean, as: Caller = staff) =>
    act(offering, 'move_offering', { customer: `/api/customers/${customer.hex}/`, preserve_permissions }, as)

  test.each([true, false])('takes consumers along; roles stay: %s', async (preserve) => {
    const market = await world.marketplace()
    const target = await world.provider()
    const manager = await world.user()
    await world.grant(manager, 'OFFERING.MANAGER', 'offering', market.offering)
    const answer = await move(market.offering, target.customer, preserve)
    expect(answer).toMatchObject({ status: 200, body: { customer_uuid: target.customer.hex } })
    const customersOf = async (of: Made) =>
      (await get(`/api/marketplace-service-providers/${of.hex}/customers/`, { as: staff })).body as unknown[]
    expect(await customersOf(market.provider)).toHaveLength(0)
    expect(await customersOf(target)).toHaveLength(1)
    const grants = await database.rows(sql`select is_active from user_role where user_id = ${manager.id}`)
    expect(grants).toEqual([{ is_active: preserve }])
    expect(await reconcile(database)).toEqual([])
  })

  test('needs a provider, and staff', async () => {
    const offering = await makeOffering()
    expect(await move(offering, await world.customer(), true)).toMatchObject({
      status: 400,
      body: { customer: ['Organization is not a service provider.'] },
    })
    expect((await move(offering, provider.customer, true, owner)).status).toBe(403)
  })
})
