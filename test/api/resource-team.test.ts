import { describe, expect, test } from 'vitest'
import { startTestApp } from '../harness/index.ts'
import { orderScene, PROVIDER_RESOURCES, RESOURCES } from '../harness/order-scene.ts'

const app = await startTestApp()
const { world, get } = app

describe('the team', () => {
  test('is the members of the project, with their accounts', async () => {
    const scene = await orderScene(app)
    const { resource } = await scene.running()
    await world.insert('offering_user', {
      offering_id: scene.offering.id,
      user_id: scene.member.id,
      username: 'account',
      state: 5,
    })
    await world.grant(scene.member, 'PROJECT.MANAGER', 'project', scene.project)
    await world.member(scene.project, { is_active: false })
    await world.grant(await world.user(), 'PROJECT.MEMBER', 'project', scene.project, {
      expiration_time: '2020-01-01T00:00:00Z',
    })
    const { status, body, headers } = await get(`${PROVIDER_RESOURCES}${resource}/team/`, { as: scene.owner })
    expect(status).toBe(200)
    expect(headers['x-result-count']).toBe('2')
    // Neither the owner of the organization, nor who is inactive or whose role has expired.
    const [ofMember, ofAdmin] = [scene.member, scene.admin].map(({ hex }) =>
      (body as { uuid: string }[]).find(({ uuid }) => uuid === hex),
    )
    expect(ofMember).toEqual({
      url: `http://api.test/api/users/${scene.member.hex}/`,
      uuid: scene.member.hex,
      username: scene.member.username,
      full_name: `Sample ${scene.member.username}`,
      email: `${scene.member.username}@example.org`,
      role: 'PROJECT.MEMBER',
      expiration_time: null,
      offering_user_username: 'account',
      offering_user_state: 'OK',
    })
    expect(ofAdmin).toMatchObject({ role: 'PROJECT.ADMIN', offering_user_username: null, offering_user_state: null })
  })

  test('can be narrowed to those who consent', async () => {
    const scene = await orderScene(app)
    const { resource } = await scene.running()
    await world.insert('user_offering_consent', { offering_id: scene.offering.id, user_id: scene.member.id })
    await world.insert('user_offering_consent', {
      offering_id: scene.offering.id,
      user_id: scene.admin.id,
      revocation_date: '2024-01-01T00:00:00Z',
    })
    const team = async (query: Record<string, string>) =>
      (await get(`${RESOURCES}${resource}/team/`, { as: scene.owner, query })).body.map(
        ({ uuid }: { uuid: string }) => uuid,
      )
    expect(await team({ has_consent: 'true' })).toEqual([scene.member.hex])
    expect(await team({ has_consent: 'false' })).toEqual([scene.admin.hex])
    expect(await team({})).toHaveLength(2)
  })
})

test('a provider sees only who consents, where that is enforced', async () => {
  const strict = await startTestApp({ ENFORCE_USER_CONSENT_FOR_OFFERINGS: '1' })
  const scene = await orderScene(strict)
  const { resource } = await scene.running()
  const team = async (as: { id: string }) => (await strict.get(`${RESOURCES}${resource}/team/`, { as })).body.length
  // No terms in force.
  expect(await team(scene.owner)).toBe(2)
  await strict.world.insert('offering_terms_of_service', { offering_id: scene.offering.id, is_active: true })
  await strict.world.insert('user_offering_consent', { offering_id: scene.offering.id, user_id: scene.member.id })
  expect(await team(scene.owner)).toBe(1)
  expect(await team(scene.admin)).toBe(2)
  expect(await team(scene.staff)).toBe(2)
  const path = `/api/marketplace-provider-offerings/${scene.offering.hex}/list_customer_users/`
  expect((await strict.get(path, { as: scene.owner })).body).toMatchObject([{ uuid: scene.member.hex }])
  expect((await strict.get(path, { as: scene.staff })).body).toHaveLength(2)
})
