import { expect, test } from 'vitest'
import { accountScene } from '../harness/account-scene.ts'
import { startTestApp } from '../harness/index.ts'

const app = await startTestApp({ ENFORCE_USER_CONSENT_FOR_OFFERINGS: '1' })
const { get, post, request, world } = app
const PATH = '/api/marketplace-offering-users/'

test('C-203: who did not agree is seen by himself and by staff, and can still be removed', async () => {
  const { account, market, path, user } = await accountScene(app, { state: 5 })
  const { offering, owner } = market
  const statusFor = async (as: { id: string }) => {
    const [detail, list] = [await get(path, { as }), await get(PATH, { as, query: { offering_uuid: offering.hex } })]
    return [detail.status, list.body.length]
  }
  // Without terms there is nothing to agree to.
  expect(await statusFor(owner)).toEqual([200, 1])
  await world.insert('offering_terms_of_service', { offering_id: offering.id, is_active: true, version: '1' })
  expect(await statusFor(owner)).toEqual([404, 0])
  expect(await statusFor(user)).toEqual([200, 1])
  expect(await statusFor(await world.staff())).toEqual([200, 1])
  // What is changed is answered without the person.
  const renamed = await request('PATCH', path, { as: owner, body: { username: 'sample' } })
  expect([renamed.status, renamed.body]).toEqual([200, expect.objectContaining({ username: 'sample' })])
  expect(Object.keys(renamed.body).filter((key) => /^user_(username|full_name|email)$/.test(key))).toEqual([])
  expect((await post(`${path}request_deletion/`, { as: owner })).status).toBe(200)
  await world.insert('user_offering_consent', { offering_id: offering.id, user_id: user.id, version: '1' })
  expect(await statusFor(owner)).toEqual([200, 1])
  const consented = await request('PATCH', path, { as: owner, body: { username: 'sample' } })
  expect(consented.body).toMatchObject({ user_username: user.username })
  expect(account.hex).toBe((await get(path, { as: owner })).body.uuid)
})
