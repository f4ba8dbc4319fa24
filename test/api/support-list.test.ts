import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { startTestApp, type Caller, type Made } from '../harness/index.ts'

const { world, get, post, request, database } = await startTestApp()

const ISSUES = '/api/support-issues/'
const STATUSES = '/api/support-issue-statuses/'
const url = (collection: string, object: { hex: string }) => `http://api.test/api/${collection}/${object.hex}/`

const staff = await world.staff()

const summaries = async (as: Caller, query: Record<string, string> = {}) => {
  const { status, body } = await get(ISSUES, { as, query: { page_size: '300', ...query } })
  expect(status).toBe(200)
  return (body as { summary: string }[]).map(({ summary }) => summary)
}

describe('the list', () => {
  const make = (values: Record<string, unknown>): Promise<Made> => world.insert('issue', values)

  test('shows own issues and those of own scopes, and every filter finds what it says', async () => {
    const { consumer: organization, project: place, resource: thing } = await world.marketplace()
    const caller = await world.user({ first_name: 'Anna', last_name: 'Caller' })
    const helper = await world.user({ is_support: true, first_name: 'Ben', last_name: 'Helper' })
    await database.transaction((transaction) =>
      transaction.writeRolledUp(
        sql`
          update resource set backend_metadata = '{"external_ips": ["192.0.2.1"], "internal_ips": ["10.0.0.1"]}'
          where id = ${thing.id}
        `,
        () => undefined,
      ),
    )
    await make({
      summary: 'One',
      key: 'LIST-1',
      type: 'A',
      status: 'New',
      priority: '2',
      remote_id: 'list-r',
      caller_id: caller.id,
      created: '2024-01-01T00:00:00Z',
    })
    await make({
      summary: 'Two',
      key: 'LIST-2',
      type: 'B',
      status: 'Old',
      priority: '1',
      reporter_id: helper.id,
      assignee_id: helper.id,
      customer_id: organization.id,
      project_id: place.id,
      resource_content_type: 'resource',
      resource_object_id: thing.id,
      created: '2024-01-02T00:00:00Z',
    })
    await make({ summary: 'Three', key: 'LIST-3', customer_id: organization.id, created: '2024-01-03T00:00:00Z' })
    const owner = await world.owner(organization)
    const projectMember = await world.member(place, {}, 'PROJECT.MEMBER')
    expect(await summaries(caller)).toEqual(['One'])
    expect(await summaries(owner)).toEqual(['Three', 'Two'])
    expect(await summaries(projectMember)).toEqual(['Two'])
    expect(await summaries(await world.user())).toEqual([])
    const find = (query: Record<string, string>) => summaries(helper, { ...query, query: 'LIST-' })
    const queries: Record<string, string>[] = [
      { assignee: url('users', helper) },
      { reporter: url('users', helper) },
      { assignee_name: 'ben help' },
      { reporter_name: 'helper' },
      { project: url('projects', place) },
      { project_uuid: place.hex },
      { resource: url('marketplace-resources', thing) },
      { resource_uuid: thing.hex },
      { resource_external_ip: '192.0.2.1' },
      { resource_internal_ip: '10.0.0.1' },
      { key: 'list-2' },
      { status: 'Old' },
      { type: 'B' },
      { summary: 'tw' },
    ]
    for (const query of queries) {
      expect([query, await find(query)]).toEqual([query, ['Two']])
    }
    expect(await find({ caller: url('users', caller) })).toEqual(['One'])
    expect(await find({ caller_full_name: 'anna' })).toEqual(['One'])
    expect(await find({ remote_id: 'list-r' })).toEqual(['One'])
    expect(await find({ customer: url('customers', organization) })).toEqual(['Three', 'Two'])
    expect(await find({ customer_uuid: organization.hex, o: 'created' })).toEqual(['Two', 'Three'])
    expect(await find({ assignee: url('customers', organization) })).toEqual([])
    expect(await find({ resource_external_ip: '10.0.0.1' })).toEqual([])
    expect(await find({ o: '-priority,key' })).toEqual(['One', 'Two', 'Three'])
    for (const key of [
      'assignee_name',
      'caller_first_name',
      'caller_last_name',
      'customer_name',
      'modified',
      'project_name',
    ]) {
      expect((await find({ o: `${key},-created` })).toSorted()).toEqual(['One', 'Three', 'Two'])
    }
    const pages = await Promise.all(
      ['1', '2', '3'].map((page) =>
        get(ISSUES, { as: helper, query: { page, page_size: '1', query: 'LIST-', o: 'remote_id' } }),
      ),
    )
    expect(pages.map(({ body }) => body[0].summary as string).toSorted()).toEqual(['One', 'Three', 'Two'])
    const head = await request('HEAD', ISSUES, { as: helper, query: { query: 'LIST-' } })
    expect([head.status, head.headers['x-result-count']]).toEqual([200, '3'])
    expect((await get(ISSUES, { as: helper, query: { o: 'x' } })).status).toBe(400)
  })
})

test('statuses are named once, and staff keeps them', async () => {
  const { status, body, headers } = await post(STATUSES, { as: staff, body: { name: 'Fixed' } })
  expect([status, body]).toEqual([201, { name: 'Fixed', type: 0 }])
  const path = new URL(headers.location ?? '').pathname
  const found = await get(path, { as: staff })
  expect(found.body).toEqual({
    url: headers.location,
    uuid: found.body.uuid,
    name: 'Fixed',
    type: 0,
    type_display: 'Resolved',
  })
  const taken = { name: ['Issue status with this name already exists.'] }
  expect((await post(STATUSES, { as: staff, body: { name: 'Fixed', type: 1 } })).body).toEqual(taken)
  expect((await post(STATUSES, { as: staff, body: { name: 'Gone', type: '1' } })).body).toEqual({
    name: 'Gone',
    type: 1,
  })
  const change = (method: 'PUT' | 'PATCH', values: unknown) => request(method, path, { as: staff, body: values })
  expect((await change('PATCH', { name: 'Gone' })).body).toEqual(taken)
  expect((await change('PATCH', { type: 1 })).body).toMatchObject({ name: 'Fixed', type: 1, type_display: 'Canceled' })
  expect((await change('PUT', { type: 0 })).body).toEqual({ name: ['This field is required.'] })
  expect((await change('PUT', { name: 'Mended' })).body).toEqual({ name: 'Mended', type: 1 })
  expect((await change('PATCH', { type: 2 })).body).toEqual({ type: ['"2" is not a valid choice.'] })
  const listed = await get(STATUSES, { as: staff, query: { page_size: '300' } })
  const names = (listed.body as { name: string }[]).map(({ name }) => name)
  expect(names.filter((name) => ['Gone', 'Mended'].includes(name))).toEqual(['Gone', 'Mended'])
  expect((await request('DELETE', path, { as: staff })).status).toBe(204)
  expect((await get(path, { as: staff })).status).toBe(404)
})
