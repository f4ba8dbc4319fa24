import { expect, test } from 'vitest'
import { reviewUsers } from '../../server/jobs/review-users.ts'
import { startTestApp } from '../harness/index.ts'
import { eventsOf } from '../harness/events.ts'

const { world, get, database, request } = await startTestApp({ DEACTIVATE_USER_IF_NO_ROLES: '1' })

const isActive = async (user: { id: string }): Promise<boolean> => {
  const { rows } = await database.pool.query<{ is_active: boolean }>('select is_active from app_user where id = $1', [
    user.id,
  ])
  return rows[0]!.is_active
}

test('a user who lost his last role is deactivated, and comes back with a new one', async () => {
  const { provider, owner, base } = await world.marketplace()
  const staff = await world.staff()
  const role = await world.role('service_provider', [])
  const user = await world.user()
  await world.grant(user, role.name, 'service_provider', provider)
  await reviewUsers(database)
  expect(await isActive(user)).toBe(true)

  const body = { role: role.name, user: user.hex }
  expect((await request('POST', `${base}delete_user/`, { as: staff, body })).status).toBe(200)
  await reviewUsers(database)
  expect(await isActive(user)).toBe(false)
  expect((await get('/api/users/me/', { as: user })).body).toEqual({ detail: 'User inactive or deleted.' })
  expect((await eventsOf(database, 'user', user)).map((event) => event.event_type)).toContain(
    'user_deactivated_no_roles',
  )

  // Whoever was deactivated for another reason gets no role; this one is no longer without.
  const dismissed = await world.user({ is_active: false })
  expect(
    (await request('POST', `${base}add_user/`, { as: staff, body: { ...body, user: dismissed.hex } })).body,
  ).toEqual({
    user: ['User is not found.'],
  })
  expect((await request('POST', `${base}add_user/`, { as: staff, body })).status).toBe(201)
  await reviewUsers(database)
  expect(await isActive(user)).toBe(true)
  expect((await get('/api/users/me/', { as: user })).status).toBe(200)
  expect(await isActive(owner)).toBe(true)
})

test('these keep their account without a role', async () => {
  const { project } = await world.marketplace()
  const past = { expiration_time: '2020-01-01T00:00:00Z' }
  const keeps = {
    staff: await world.staff(),
    support: await world.user({ is_support: true }),
    'a user of a course account': await world.user(),
    'a user who never had a role': await world.user(),
  }
  const loses = await world.user()
  for (const user of [keeps.staff, keeps.support, keeps['a user of a course account'], loses]) {
    await world.grant(user, 'PROJECT.ADMIN', 'project', project, past)
  }
  await world.insert('course_account', { project_id: project.id, user_id: keeps['a user of a course account'].id })
  await reviewUsers(database)
  for (const [who, user] of Object.entries(keeps)) expect(await isActive(user), who).toBe(true)
  expect(await isActive(loses)).toBe(false)
})

test('a user whom somebody else deactivated stays so', async () => {
  const { project } = await world.marketplace()
  const user = await world.user({ is_active: false })
  await world.grant(user, 'PROJECT.ADMIN', 'project', project)
  await reviewUsers(database)
  expect(await isActive(user)).toBe(false)
})

test('whom staff activate stays so until he loses another role', async () => {
  const { provider, base } = await world.marketplace()
  const staff = await world.staff()
  const role = await world.role('service_provider', [])
  const user = await world.user({ agreement_date: '2024-01-01T00:00:00Z' })
  await world.grant(user, role.name, 'service_provider', provider)
  const reviewed = async () => {
    await reviewUsers(database)
    return isActive(user)
  }
  const body = { role: role.name, user: user.hex }
  const call = async (method: 'POST' | 'PATCH', path: string, given: object) =>
    (await request(method, path, { as: staff, body: given })).status

  expect(await call('POST', `${base}delete_user/`, body)).toBe(200)
  expect(await reviewed()).toBe(false)
  expect(await call('PATCH', `/api/users/${user.hex}/`, { is_active: true })).toBe(200)
  expect(await reviewed()).toBe(true)
  expect(await call('POST', `${base}add_user/`, body)).toBe(201)
  expect(await reviewed()).toBe(true)
  expect(await call('POST', `${base}delete_user/`, body)).toBe(200)
  expect(await reviewed()).toBe(false)
})
