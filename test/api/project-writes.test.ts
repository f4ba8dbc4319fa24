import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { eventsOf } from '../harness/events.ts'
import { multipart } from '../harness/form.ts'
import { png } from '../harness/images.ts'
import { startTestApp, type Made, type MadeUser } from '../harness/index.ts'

const { world, get, post, request, database } = await startTestApp()
const strict = await startTestApp({ OECD_FOS_2007_CODE_MANDATORY: 'true' })

const PROJECTS = '/api/projects/'
const pathOf = (project: { hex: string }) => `${PROJECTS}${project.hex}/`
const urlOf = (customer: { hex: string }) => `http://api.test/api/customers/${customer.hex}/`
const patch = (project: { hex: string }, as: MadeUser, body: unknown) => request('PATCH', pathOf(project), { as, body })
const remove = (project: { hex: string }, as: MadeUser) => request('DELETE', pathOf(project), { as })

/** A date some days from today. */
const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)

const ownedProject = async (values: Record<string, unknown> = {}) => {
  const customer = await world.customer()
  return { customer, owner: await world.owner(customer), project: await world.project(customer, values) }
}

describe('creation', () => {
  test('by an owner, with defaults', async () => {
    const customer = await world.customer({ name: 'Sample Org', abbreviation: 'SO' })
    const owner = await world.owner(customer)
    const { status, body, headers } = await post(PROJECTS, {
      as: owner,
      body: { name: 'Genome Study', customer: urlOf(customer) },
    })
    expect(status).toBe(201)
    expect(headers.location).toBe(body.url)
    expect(body).toMatchObject({
      name: 'Genome Study',
      slug: 'genome-s-1',
      customer: urlOf(customer),
      customer_name: 'Sample Org',
      kind: 'default',
      is_industry: false,
      is_removed: false,
      start_date: null,
      end_date: null,
      end_date_requested_by: null,
      oecd_fos_2007_code: null,
      oecd_fos_2007_label: null,
      termination_metadata: null,
      resources_count: 0,
    })
    expect(body.staff_notes).toBe(undefined)
    expect((await get(`${PROJECTS}${body.uuid}/`, { as: owner })).status).toBe(200)
    const [event] = await eventsOf(database, 'customer', customer)
    expect(event).toMatchObject({
      event_type: 'project_creation_succeeded',
      message: 'Project Genome Study has been created.',
      context: { project_uuid: body.uuid, customer_uuid: customer.hex, customer_abbreviation: 'SO' },
    })
  })

  test('keeps every field, and an image', async () => {
    const { customer, owner } = await ownedProject()
    const type = await world.insert('project_type', { name: 'Sample type' })
    const fields = {
      name: 'Full',
      slug: 'full',
      description: 'All',
      start_date: day(0),
      end_date: day(30),
      kind: 'course',
      type: `http://api.test/api/project-types/${type.hex}/`,
      oecd_fos_2007_code: '1.2',
      is_industry: true,
      backend_id: 'b',
      grace_period_days: 5,
      user_email_patterns: ['a'],
      staff_notes: 'for staff',
    }
    const { status, body } = await post(PROJECTS, { as: owner, body: { ...fields, customer: urlOf(customer) } })
    const { staff_notes: _, ...kept } = fields
    expect([status, body]).toMatchObject([
      201,
      { ...kept, type_name: 'Sample type', oecd_fos_2007_label: 'Computer and information sciences' },
    ])
    expect(body.end_date_requested_by).toBe(`http://api.test/api/users/${owner.hex}/`)
    const staff = await world.staff()
    const byStaff = await post(PROJECTS, { as: staff, body: { ...fields, customer: urlOf(customer) } })
    expect(byStaff.body.staff_notes).toBe('for staff')
    expect((await get(`${PROJECTS}${body.uuid}/`, { as: staff })).body.staff_notes).toBe('')
    const parts = [
      { name: 'name', value: 'With image' },
      { name: 'customer', value: urlOf(customer) },
      { name: 'image', value: png(), filename: 'logo.png' },
    ]
    const withImage = await post(PROJECTS, { as: owner, ...multipart(parts) })
    expect((await get(new URL(withImage.body.image).pathname)).status).toBe(200)
  })

  test('is refused field by field', async () => {
    const { customer, owner } = await ownedProject()
    const stranger = await world.customer()
    const create = (body: Record<string, unknown>, as: MadeUser = owner) =>
      post(PROJECTS, { as, body: { name: 'P', customer: urlOf(customer), ...body } })
    const cases: [Record<string, unknown>, Record<string, string[]>][] = [
      [{ customer: urlOf(stranger) }, { customer: ['Invalid hyperlink - Object does not exist.'] }],
      [{ customer: 'zzz' }, { customer: ['Invalid hyperlink - No URL match.'] }],
      [{ name: 'x'.repeat(501) }, { name: ['Ensure this field has no more than 500 characters.'] }],
      [{ start_date: day(-1) }, { start_date: ['Cannot be earlier than the current date.'] }],
      [{ end_date: day(-1) }, { end_date: ['Cannot be earlier than the current date.'] }],
      [{ start_date: day(5), end_date: day(4) }, { end_date: ['Cannot be earlier than the start date.'] }],
      [{ kind: 'secret' }, { kind: ['"secret" is not a valid choice.'] }],
      [{ oecd_fos_2007_code: '9.9' }, { oecd_fos_2007_code: ['"9.9" is not a valid choice.'] }],
      [{ type: urlOf(customer) }, { type: ['Invalid hyperlink - Incorrect URL match.'] }],
      [{ slug: 'a b' }, { slug: ['Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.'] }],
    ]
    for (const [body, problems] of cases) {
      const answer = await create(body)
      expect([answer.status, answer.body], JSON.stringify(body)).toEqual([400, problems])
    }
    const { body } = await post(PROJECTS, { as: owner, body: {} })
    expect(body).toEqual({ name: ['This field is required.'], customer: ['This field is required.'] })
  })

  test('needs the permission on the organization, for an end date another one', async () => {
    const customer = await world.customer()
    const role = await world.role('customer', ['PROJECT.CREATE'])
    const [maker, reader] = [await world.user(), await world.user()]
    await world.grant(maker, role.name, 'customer', customer)
    await world.grant(reader, 'CUSTOMER.READER', 'customer', customer)
    const create = (as: MadeUser, more = {}) =>
      post(PROJECTS, { as, body: { name: 'P', customer: urlOf(customer), ...more } })
    expect((await create(reader)).status).toBe(403)
    expect((await create(maker, { end_date: day(3) })).status).toBe(403)
    expect((await create(maker)).status).toBe(201)
  })

  test('is refused below a blocked or archived organization, for staff, too', async () => {
    const staff = await world.staff()
    const create = async (values: Record<string, unknown>) =>
      post(PROJECTS, { as: staff, body: { name: 'P', customer: urlOf(await world.customer(values)) } })
    expect((await create({ blocked: true })).body).toEqual(['Blocked organization is not available.'])
    expect((await create({ archived: true })).body).toEqual(['Archived organization is not available.'])
  })

  test('a setting makes the field of science mandatory', async () => {
    const staff = await strict.world.staff()
    const customer = await strict.world.customer()
    const create = (body: Record<string, unknown>) =>
      strict.post(PROJECTS, { as: staff, body: { name: 'P', customer: urlOf(customer), ...body } })
    expect((await create({})).body).toEqual({ oecd_fos_2007_code: ['This field is required.'] })
    const { body } = await create({ oecd_fos_2007_code: '2.10' })
    const answer = await strict.request('PATCH', `${PROJECTS}${body.uuid}/`, {
      as: staff,
      body: { oecd_fos_2007_code: '' },
    })
    expect(answer.body).toEqual({ oecd_fos_2007_code: ['This field may not be null.'] })
  })
})

describe('changes', () => {
  test('by a manager of the project; the organization stays', async () => {
    const { project, customer } = await ownedProject({ name: 'Before' })
    const other = await world.customer()
    const manager = await world.member(project, {}, 'PROJECT.MANAGER')
    const answer = await request('PUT', pathOf(project), {
      as: manager,
      body: { name: 'After', customer: urlOf(other) },
    })
    expect([answer.status, answer.body]).toMatchObject([200, { name: 'After', customer: urlOf(customer) }])
    expect((await patch(project, await world.member(project), { name: 'X' })).status).toBe(403)
    // The end date is the organization's business.
    expect((await patch(project, manager, { end_date: day(2) })).status).toBe(403)
  })

  test('dates: a start that has passed stays, an end that stays may have passed', async () => {
    const { project, owner } = await ownedProject({ start_date: day(-10), end_date: day(-1) })
    const kept = await patch(project, owner, { start_date: day(5), end_date: day(-1), name: 'Renamed' })
    expect(kept.body).toMatchObject({ start_date: day(-10), end_date: day(-1), name: 'Renamed' })
    expect((await patch(project, owner, { end_date: day(-2) })).body).toEqual({
      end_date: ['Cannot be earlier than the current date.'],
    })
    const moved = await patch(project, owner, { end_date: day(9) })
    expect(moved.body).toMatchObject({
      end_date: day(9),
      end_date_requested_by: `http://api.test/api/users/${owner.hex}/`,
    })
    expect((await patch(project, owner, { end_date: null })).body).toMatchObject({
      end_date: null,
      end_date_requested_by: null,
    })
  })

  test('a new name reaches the lists of providers', async () => {
    const { base, owner, project, consumer } = await world.marketplace()
    await patch(project, await world.owner(consumer), { name: 'Renamed project' })
    expect((await get(`${base}projects/`, { as: owner, query: { field: 'name' } })).body).toEqual([
      { name: 'Renamed project' },
    ])
    expect(await reconcile(database)).toEqual([])
  })

  test('are refused below a blocked organization', async () => {
    const customer = await world.customer({ blocked: true })
    const project = await world.project(customer)
    const staff = await world.staff()
    expect((await patch(project, staff, { name: 'X' })).body).toEqual(['Blocked organization is not available.'])
    expect((await remove(project, staff)).body).toEqual(['Blocked organization is not available.'])
  })
})

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
