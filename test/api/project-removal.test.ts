import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp, type Made, type MadeUser } from '../harness/index.ts'

const { world, get, post, request, database } = await startTestApp()

const PROJECTS = '/api/projects/'
const pathOf = (project: { hex: string }) => `${PROJECTS}${project.hex}/`
const urlOf = (customer: { hex: string }) => `http://api.test/api/customers/${customer.hex}/`
const remove = (project: { hex: string }, as: MadeUser) => request('DELETE', pathOf(project), { as })

/** A date some days from today. */
const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)

const ownedProject = async (values: Record<string, unknown> = {}) => {
  const customer = await world.customer()
  return { customer, owner: await world.owner(customer), project: await world.project(customer, values) }
}

const metadataOf = async (project: Made) => {
  const row = await database.one<{ termination_metadata: Record<string, unknown> | null; is_removed: boolean }>(sql`
    select termination_metadata, is_removed from project where id = ${project.id}
  `)
  return row
}

describe('removal', () => {
  test('ends the roles, remembers them, and keeps the project', async () => {
    const { project, owner, customer } = await ownedProject({ name: 'Ends' })
    const member = await world.member(project)
    expect((await remove(project, owner)).status).toBe(204)
    expect((await get(pathOf(project), { as: owner })).status).toBe(404)
    expect((await remove(project, owner)).status).toBe(404)
    expect(await metadataOf(project)).toMatchObject({
      is_removed: true,
      termination_metadata: {
        terminated_by: owner.username,
        user_roles: [{ user_uuid: member.hex, role_name: 'PROJECT.ADMIN', expiration_time: null }],
      },
    })
    const events = await eventsOf(database, 'project', project)
    expect(events.map(({ event_type }) => event_type)).toEqual(['role_revoked', 'project_deletion_succeeded'])
    const list = await get(PROJECTS, { as: owner })
    expect(list.body).toEqual([])
    for (const name of ['include_terminated', 'is_removed']) {
      const query = { [name]: 'true' }
      const { body } = await get(PROJECTS, { as: owner, query })
      expect(body).toMatchObject([{ uuid: project.hex, is_removed: true, customer_uuid: customer.hex }])
      expect((await get(PROJECTS, { as: member, query })).body).toEqual([])
    }
  })

  test('is refused while a resource is not terminated', async () => {
    const { project, consumer, resource } = await world.marketplace()
    const owner = await world.owner(consumer)
    const refused = await remove(project, owner)
    expect([refused.status, refused.body]).toEqual([
      400,
      ['Project contains active resources. Please remove them before deleting project.'],
    ])
    await database.transaction((transaction) =>
      transaction.writeRolledUp(sql`update resource set state = 6 where id = ${resource.id}`, (rollup) => {
        rollup.project(project.id)
      }),
    )
    expect((await remove(project, owner)).status).toBe(204)
    expect(await reconcile(database)).toEqual([])
  })

  test('is for holders of the permission on the organization', async () => {
    const { project } = await ownedProject()
    expect((await remove(project, await world.member(project, {}, 'PROJECT.MANAGER'))).status).toBe(403)
    expect((await remove(project, await world.user())).status).toBe(404)
  })

  test('and a new resource at once: never a live resource in a removed project', async () => {
    const { offering } = await world.marketplace()
    for (let round = 0; round < 5; round++) {
      const { project, owner } = await ownedProject()
      const makeResource = database.transaction(async (transaction) => {
        const found = await transaction.maybeOne(sql`
          select 1 from project where id = ${project.id} and not is_removed for share
        `)
        if (!found) return false
        await transaction.writeRolledUp(
          sql`insert into resource (offering_id, project_id, name, state) values (${offering.id}, ${project.id}, 'R', 1)`,
          (rollup) => {
            rollup.project(project.id)
          },
        )
        return true
      })
      const [removed, made] = await Promise.all([remove(project, owner), makeResource])
      expect([removed.status, made]).toEqual(made ? [400, true] : [204, false])
    }
    expect(await reconcile(database)).toEqual([])
  })
})

describe('recovery', () => {
  const recover = (project: { hex: string }, as: MadeUser, body: unknown = {}) =>
    post(`${pathOf(project)}recover/`, { as, body })

  test('keeps its dates in order, and says who wanted the end', async () => {
    const { project, owner } = await ownedProject({ start_date: day(10), end_date: day(30) })
    await remove(project, owner)
    expect((await recover(project, owner, { end_date: day(9) })).body).toEqual({
      end_date: ['Cannot be earlier than the start date.'],
    })
    expect((await recover(project, owner, { end_date: day(11) })).body).toMatchObject({
      end_date: day(11),
      end_date_requested_by: expect.stringContaining(owner.hex),
    })
  })

  test('by an owner brings the project back without its members', async () => {
    const { project, owner } = await ownedProject({ end_date: day(-3) })
    const member = await world.member(project)
    await remove(project, owner)
    const answer = await recover(project, owner)
    expect([answer.status, answer.body]).toMatchObject([
      200,
      { uuid: project.hex, is_removed: false, termination_metadata: null, end_date: null },
    ])
    expect((await get(pathOf(project), { as: member })).status).toBe(404)
    const again = await recover(project, owner)
    expect([again.status, again.body]).toEqual([400, ['Project is not removed.']])
  })

  test('by staff with its members, as far as they may still have their roles', async () => {
    const { project, owner } = await ownedProject()
    const [stays, gone] = [await world.member(project), await world.member(project)]
    const staff = await world.staff()
    await remove(project, owner)
    await database.run(sql`update app_user set is_active = false where id = ${gone.id}`)
    const refused = await recover(project, owner, { restore_team_members: true })
    expect([refused.status, refused.body]).toEqual([
      400,
      { restore_team_members: ['Only staff can restore team members.'] },
    ])
    const answer = await recover(project, staff, { restore_team_members: true, end_date: day(20) })
    expect(answer.body).toMatchObject({ is_removed: false, end_date: day(20) })
    expect((await get(pathOf(project), { as: stays })).status).toBe(200)
    const active = await database.rows<{ user_id: string }>(sql`
      select user_id from user_role where content_type = 'project' and object_id = ${project.id} and is_active
    `)
    expect(active).toEqual([{ user_id: stays.id }])
  })

  test('refusals', async () => {
    const { project, owner } = await ownedProject({ is_removed: true })
    expect((await recover(project, owner, { end_date: day(-1) })).body).toEqual({
      end_date: ['Cannot be earlier than the current date.'],
    })
    expect((await recover(project, owner, { send_invitations_to_previous_members: true })).body).toEqual({
      send_invitations_to_previous_members: ['Invitations are not available.'],
    })
    expect((await metadataOf(project)).is_removed).toBe(true)
  })
})

describe('move', () => {
  const move = (project: { hex: string }, as: MadeUser, body: unknown) =>
    post(`${pathOf(project)}move_project/`, { as, body })

  test('takes resources along; members stay when asked', async () => {
    const { project, consumer, base, owner } = await world.marketplace()
    const member = await world.member(project)
    const [first, second] = [await world.customer({ name: 'First new' }), await world.customer({ name: 'Second new' })]
    const staff = await world.staff()
    const answer = await move(project, staff, { customer: urlOf(first), preserve_permissions: true })
    expect([answer.status, answer.body]).toMatchObject([200, { customer_name: 'First new' }])
    expect((await get(pathOf(project), { as: member })).status).toBe(200)
    const { body } = await get(`${base}customers/`, { as: owner, query: { field: 'name' } })
    expect(body).toEqual([{ name: 'First new' }])
    expect((await move(project, staff, { customer: urlOf(second), preserve_permissions: false })).status).toBe(200)
    expect((await get(pathOf(project), { as: member })).status).toBe(404)
    expect(await reconcile(database)).toEqual([])
    const same = await move(project, staff, { customer: urlOf(second), preserve_permissions: false })
    expect([same.status, same.body]).toEqual([400, { customer: ['The project belongs to this organization already.'] }])
    expect((await move(project, staff, {})).body).toEqual({
      customer: ['This field is required.'],
      preserve_permissions: ['This field is required.'],
    })
    const blocked = await world.customer({ blocked: true })
    expect((await move(project, staff, { customer: urlOf(blocked), preserve_permissions: true })).body).toEqual([
      'Blocked organization is not available.',
    ])
    expect(consumer.name).not.toBe('Second new')
  })

  test('against a removal, and two at once, leave true roll-ups', async () => {
    const { project, consumer } = await world.marketplace()
    const staff = await world.staff()
    const targets = [await world.customer(), await world.customer()]
    const moves = await Promise.all(
      targets.map((customer) => move(project, staff, { customer: urlOf(customer), preserve_permissions: true })),
    )
    expect(moves.map(({ status }) => status)).toEqual([200, 200])
    expect(await reconcile(database)).toEqual([])
    const empty = await world.project(consumer)
    const [removed, moved] = await Promise.all([
      remove(empty, staff),
      move(empty, staff, { customer: urlOf(targets[0] ?? consumer), preserve_permissions: true }),
    ])
    expect([removed.status, moved.status]).toEqual([204, 200])
    expect(await reconcile(database)).toEqual([])
  })
})
