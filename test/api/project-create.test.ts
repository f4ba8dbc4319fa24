import { describe, expect, test } from 'vitest'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { eventsOf } from '../harness/events.ts'
import { multipart } from '../harness/form.ts'
import { png } from '../harness/images.ts'
import { startTestApp, type MadeUser } from '../harness/index.ts'

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
