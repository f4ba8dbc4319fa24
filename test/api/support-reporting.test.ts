import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp, type Caller } from '../harness/index.ts'

const { world, get, post, request, database } = await startTestApp()

const ISSUES = '/api/support-issues/'
const STATUSES = '/api/support-issue-statuses/'
const url = (collection: string, object: { hex: string }) => `http://api.test/api/${collection}/${object.hex}/`

const staff = await world.staff()
const support = await world.user({ is_support: true })
const { owner: provider, base, resource, project, consumer } = await world.marketplace()
const admin = await world.member(project)
const member = await world.member(project, {}, 'PROJECT.MEMBER')
const boss = await world.owner(consumer)
const stranger = await world.user()

const report = (as: Caller, body: Record<string, unknown> = {}) =>
  post(ISSUES, { as, body: { type: 'Incident', summary: 'It does not work', ...body } })
const patch = (issue: { uuid: string }, body: unknown, as: Caller = staff) =>
  request('PATCH', `${ISSUES}${issue.uuid}/`, { as, body })
const summaries = async (as: Caller, query: Record<string, string> = {}) => {
  const { status, body } = await get(ISSUES, { as, query: { page_size: '300', ...query } })
  expect(status).toBe(200)
  return (body as { summary: string }[]).map(({ summary }) => summary)
}

describe('reporting', () => {
  test('an issue about a resource belongs to its project and organization', async () => {
    const { status, body, headers } = await report(admin, {
      description: 'Sample',
      priority: 'Major',
      remote_id: 'r-1',
      resource: url('marketplace-resources', resource),
      is_reported_manually: true,
    })
    expect([status, headers.location]).toEqual([201, body.url])
    const { id } = await database.one<{ id: string }>(sql`select id from issue where uuid = ${body.uuid}`)
    expect(body).toEqual({
      url: url('support-issues', { hex: body.uuid as string }),
      uuid: body.uuid,
      type: 'Incident',
      key: `ISSUE-${id}`,
      backend_id: null,
      backend_name: null,
      remote_id: 'r-1',
      link: '',
      summary: 'It does not work',
      description: 'Sample',
      status: 'New',
      resolution: '',
      priority: 'Major',
      caller: url('users', admin),
      caller_uuid: admin.hex,
      caller_full_name: `Sample ${admin.username}`,
      reporter: url('users', admin),
      reporter_uuid: admin.hex,
      reporter_name: `Sample ${admin.username}`,
      assignee: null,
      assignee_uuid: null,
      assignee_name: null,
      customer: url('customers', consumer),
      customer_uuid: consumer.hex,
      customer_name: consumer.name,
      project: url('projects', project),
      project_uuid: project.hex,
      project_name: expect.any(String),
      resource: url('marketplace-resources', resource),
      resource_type: 'Marketplace.Resource',
      resource_name: expect.any(String),
      created: body.created,
      modified: body.modified,
      template: null,
      feedback: null,
      resolved: null,
      update_is_available: false,
      destroy_is_available: false,
      add_comment_is_available: true,
      add_attachment_is_available: false,
      processing_log: [],
      order_uuid: null,
      order_project_uuid: null,
      order_customer_uuid: null,
      order_resource_name: null,
    })
    expect((await get(`${ISSUES}${body.uuid}/`, { as: boss })).body).toEqual(body)
    const events = await eventsOf(database, 'project', project)
    expect(events.at(-1)).toMatchObject({
      event_type: 'issue_creation_succeeded',
      context: { issue_key: body.key, customer_uuid: consumer.hex, project_uuid: project.hex },
      scopes: [`customer/${consumer.id}`, `project/${project.id}`, `user/${admin.id}`],
    })
  })

  test('an issue without a place has nulls there, as one from elsewhere has without a reporter (C-225)', async () => {
    const { body } = await report(stranger)
    const none = { customer: null, project: null, resource: null, resource_type: null, resource_name: null }
    expect(body).toMatchObject(none)
    const imported = await world.insert('issue', { summary: 'Imported' })
    const seen = await get(`${ISSUES}${imported.hex}/`, { as: staff })
    expect(seen.body).toMatchObject({ ...none, reporter: null, caller: null, caller_full_name: null })
  })

  test.each<[string, () => Caller, () => Record<string, unknown>, number]>([
    ['the owner for the organization', () => boss, () => ({ customer: url('customers', consumer) }), 201],
    ['the owner for a project', () => boss, () => ({ project: url('projects', project) }), 201],
    ['an administrator for the project', () => admin, () => ({ project: url('projects', project) }), 201],
    ['an administrator not for the organization', () => admin, () => ({ customer: url('customers', consumer) }), 403],
    ['a member not for the project', () => member, () => ({ project: url('projects', project) }), 403],
    [
      'the provider not for the consumer',
      () => provider,
      () => ({ resource: url('marketplace-resources', resource) }),
      403,
    ],
    ['support for everything', () => support, () => ({ customer: url('customers', consumer) }), 201],
    ['nobody for somebody else', () => admin, () => ({ caller: url('users', member) }), 403],
    ['but support', () => support, () => ({ caller: url('users', member) }), 201],
  ])('who may: %s (C-223)', async (_, as, body, status) => {
    expect((await report(as(), body())).status).toBe(status)
  })

  test('a caller without a mail address or a name reports nothing', async () => {
    for (const [values, missing] of [
      [{ email: '' }, 'email'],
      [{ first_name: '', last_name: '' }, 'full_name'],
    ] as const) {
      const { status, body } = await report(await world.user(values))
      const text = `Current user does not have ${missing}, therefore he is not allowed to create issues.`
      expect([status, body]).toEqual([400, [text]])
    }
  })

  test('all problems come at once', async () => {
    const inactive = await world.user({ is_active: false })
    const { status, body } = await post(ISSUES, {
      as: staff,
      body: {
        type: '',
        caller: url('users', inactive),
        assignee: url('users', member),
        customer: 'x',
        project: url('customers', consumer),
        resource: url('marketplace-resources', { hex: '0'.repeat(32) }),
      },
    })
    expect([status, body]).toEqual([
      400,
      {
        type: ['This field may not be blank.'],
        summary: ['This field is required.'],
        caller: ['Caller is inactive.'],
        assignee: ['Issues are assigned to active staff and support only.'],
        customer: ['Invalid hyperlink - No URL match.'],
        project: ['Invalid hyperlink - Incorrect URL match.'],
        resource: ['Invalid hyperlink - Object does not exist.'],
      },
    ])
    const hidden = await report(stranger, {
      project: url('projects', project),
      caller: url('users', member),
      assignee: url('users', support),
    })
    expect(hidden.body).toEqual({
      project: ['Invalid hyperlink - Object does not exist.'],
      caller: ['Invalid hyperlink - Object does not exist.'],
      assignee: ['Only staff and support assign issues.'],
    })
  })
})

describe('handling', () => {
  test('staff and support change an issue; its status says whether it is resolved (C-224)', async () => {
    const unresolved = async () => (await get(`${base}stat/`, { as: provider })).body.unresolved_tickets as number
    const before = await unresolved()
    const { body: issue } = await report(admin, { resource: url('marketplace-resources', resource) })
    expect(await unresolved()).toBe(before + 1)
    await post(STATUSES, { as: staff, body: { name: 'Done', type: 0 } })
    await post(STATUSES, { as: staff, body: { name: 'Dropped', type: 1 } })
    const monthOf = async (month: string) => (await summaries(staff, { resolution_year_month: month })).length
    const month = new Date().toISOString().slice(0, 7)
    const resolvedBefore = await monthOf(month)
    const done = await patch(issue, { status: 'Done', assignee: url('users', support) }, support)
    expect([done.status, done.body]).toEqual([
      200,
      expect.objectContaining({
        status: 'Done',
        resolved: true,
        assignee_uuid: support.hex,
        update_is_available: true,
      }),
    ])
    expect([await unresolved(), await monthOf(month), await monthOf('1999-01')]).toEqual([
      before,
      resolvedBefore + 1,
      0,
    ])
    expect((await patch(issue, { status: 'Dropped', assignee: null })).body).toMatchObject({
      resolved: false,
      assignee: null,
    })
    expect([await unresolved(), await monthOf(month)]).toEqual([before, resolvedBefore])
    expect((await patch(issue, { status: 'Waiting' })).body.resolved).toBeNull()
    expect(await unresolved()).toBe(before + 1)
    const put = await request('PUT', `${ISSUES}${issue.uuid}/`, {
      as: staff,
      body: { type: 'Other', summary: 'New summary', description: 'New' },
    })
    expect(put.body).toMatchObject({ type: 'Incident', summary: 'New summary', description: 'New', status: 'Waiting' })
    expect((await patch(issue, { summary: '' })).body).toEqual({ summary: ['This field may not be blank.'] })
    const events = (await eventsOf(database, 'user', admin)).map(({ event_type }) => event_type)
    expect(events.filter((type) => type === 'issue_update_succeeded')).toHaveLength(4)
  })

  test('whoever sees an issue comments on it; only staff and support do so in private', async () => {
    const { body: issue } = await report(admin, { project: url('projects', project) })
    const comment = (as: Caller, body: unknown) => post(`${ISSUES}${issue.uuid}/comment/`, { as, body })
    const { status, body } = await comment(member, { description: 'Me, too', is_public: false })
    expect([status, body]).toEqual([
      200,
      {
        url: url('support-comments', { hex: body.uuid as string }),
        uuid: body.uuid,
        issue: issue.url,
        issue_key: issue.key,
        description: 'Me, too',
        is_public: true,
        author_name: `Sample ${member.username}`,
        author_uuid: member.hex,
        author_user: url('users', member),
        author_email: `${member.username}@example.org`,
        backend_id: null,
        remote_id: null,
        created: body.created,
        update_is_available: false,
        destroy_is_available: false,
      },
    ])
    const hidden = await comment(support, { description: 'x', is_public: false })
    expect(hidden.body.is_public).toBe(false)
    // C-229: comments can be read, the private ones by staff and support.
    const read = async (as: Caller, query: Record<string, string>) =>
      ((await get('/api/support-comments/', { as, query })).body as { description: string }[]).map(
        ({ description }) => description,
      )
    expect(await read(admin, { issue_uuid: issue.uuid })).toEqual(['Me, too'])
    expect(await read(support, { issue: issue.url })).toEqual(['Me, too', 'x'])
    expect(await read(stranger, { issue_uuid: issue.uuid })).toEqual([])
    expect((await get(`/api/support-comments/${body.uuid}/`, { as: boss })).body).toEqual(body)
    expect((await get(`/api/support-comments/${hidden.body.uuid}/`, { as: boss })).status).toBe(404)
    expect((await comment(member, {})).body).toEqual({ description: ['This field is required.'] })
    expect((await comment(stranger, { description: 'x' })).status).toBe(404)
    expect((await request('DELETE', `${ISSUES}${issue.uuid}/`, { as: staff })).status).toBe(204)
    expect((await get(`${ISSUES}${issue.uuid}/`, { as: staff })).status).toBe(404)
    const { count } = await database.one<{ count: string }>(sql`
      select count(*) from issue_comment where uuid = ${body.uuid}
    `)
    expect(count).toBe('0')
  })
})
