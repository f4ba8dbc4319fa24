import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { closeEndedAccounts } from '../../server/modules/accounts/index.ts'
import { startTestApp } from '../harness/index.ts'

// Service and course accounts end with their project (C-232).

const { database, world, request } = await startTestApp()

const CODES = { OK: 1, Closed: 2, Erred: 3 }
const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)

/** A project with a service account in the state, a course account, and the user who was made for that. */
const scene = async (
  project: Record<string, unknown> = {},
  customer: Record<string, unknown> = {},
  state = CODES.OK,
) => {
  const made = await world.project(await world.customer(customer), { kind: 'course', ...project })
  const user = await world.user({ registration_method: 'course_account' })
  await world.insert('project_service_account', { project_id: made.id, username: 'robot', state })
  await world.insert('course_account', { project_id: made.id, user_id: user.id, state: CODES.OK })
  const look = () =>
    database.one<{ service: number; course: number; is_active: boolean }>(sql`
      select project_service_account.state as service, course_account.state as course, app_user.is_active
      from project_service_account
      join course_account using (project_id)
      join app_user on app_user.id = course_account.user_id
      where project_id = ${made.id}
    `)
  return { project: made, look }
}

const OPEN = { service: CODES.OK, course: CODES.OK, is_active: true }
const CLOSED = { service: CODES.Closed, course: CODES.Closed, is_active: false }

test('with its removal, and its log says so', async () => {
  const { project, look } = await scene({}, {}, CODES.Erred)
  const staff = await world.staff()
  expect((await request('DELETE', `/api/projects/${project.hex}/`, { as: staff })).status).toBe(204)
  expect(await look()).toEqual(CLOSED)
  const actions = await database.rows<{ action: string }>(sql`
    select action from audit_log where action like '%.close' and actor_id = ${staff.id} order by action
  `)
  expect(actions.map(({ action }) => action)).toEqual(['course_account.close', 'project_service_account.close'])
})

describe('with its last day', () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>, object]>([
    ['not on it', { end_date: day(0) }, {}, OPEN],
    ['on the day after', { end_date: day(-1) }, {}, CLOSED],
    ['not in its grace period', { end_date: day(-3), grace_period_days: 3 }, {}, OPEN],
    ['after its grace period', { end_date: day(-4), grace_period_days: 3 }, { grace_period_days: 30 }, CLOSED],
    ['not in that of its organization', { end_date: day(-4) }, { grace_period_days: 4 }, OPEN],
    ['never without one', {}, {}, OPEN],
  ])('%s', async (_, project, customer, expected) => {
    const { look } = await scene(project, customer)
    expect(await closeEndedAccounts(database)).toBe(expected === CLOSED ? 2 : 0)
    expect(await look()).toEqual(expected)
    // Once is enough.
    expect(await closeEndedAccounts(database)).toBe(0)
  })
})

test('what two processes close at once is closed once', async () => {
  const { look } = await scene({ end_date: day(-2) })
  const counts = await Promise.all([1, 2, 3, 4].map(() => closeEndedAccounts(database)))
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2)
  expect(await look()).toEqual(CLOSED)
})
