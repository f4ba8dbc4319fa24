import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { multipart } from '../harness/form.ts'
import { gif, png } from '../harness/images.ts'
import { startTestApp, type Caller, type Made } from '../harness/index.ts'

const { world, get, post, request, database } = await startTestApp()

const GROUPS = '/api/marketplace-category-groups/'
const CATEGORIES = '/api/marketplace-categories/'

const staff = await world.staff()
const titles = (body: unknown): string[] => (body as { title: string }[]).map(({ title }) => title)

describe.each([
  ['category groups', GROUPS, 'category_group', {}],
  [
    'categories',
    CATEGORIES,
    'category',
    {
      group: null,
      default_vm_category: false,
      default_volume_category: false,
      default_tenant_category: false,
      offering_count: 0,
      available_offerings_count: 0,
      sections: [],
      columns: [],
      components: [],
      articles: [],
    },
  ],
])('%s', (_name, path, table, defaults) => {
  test('are made, read, changed and removed', async () => {
    const made = await post(path, { as: staff, body: { title: 'Computing', description: 'All of it' } })
    expect(made.status).toBe(201)
    const { url, uuid } = made.body as { url: string; uuid: string }
    expect(made.headers.location).toBe(url)
    expect(made.body).toEqual({
      url: `http://api.test${path}${uuid}/`,
      uuid,
      title: 'Computing',
      description: 'All of it',
      icon: null,
      ...defaults,
    })
    const detail = `${path}${uuid}/`
    expect((await get(detail)).body).toEqual(made.body)
    expect((await get(detail, { query: { field: 'title' } })).body).toEqual({ title: 'Computing' })
    const patched = await request('PATCH', detail, { as: staff, body: { description: '' } })
    expect(patched).toMatchObject({ status: 200, body: { title: 'Computing', description: '' } })
    const put = await request('PUT', detail, { as: staff, body: { title: 'Storage' } })
    expect(put).toMatchObject({ status: 200, body: { title: 'Storage', description: '' } })
    expect((await request('PUT', detail, { as: staff, body: {} })).body).toEqual({ title: ['This field is required.'] })
    expect(await request('DELETE', detail, { as: staff })).toMatchObject({ status: 204, text: '' })
    expect((await get(detail)).status).toBe(404)
    expect((await request('DELETE', detail, { as: staff })).status).toBe(404)
  })

  test('have an icon that forms bring', async () => {
    const send = (method: 'POST' | 'PATCH', to: string, value: Buffer, filename: string) =>
      request(method, to, {
        as: staff,
        ...multipart([
          { name: 'title', value: 'With icon' },
          { name: 'icon', value, filename },
        ]),
      })
    const made = await send('POST', path, png(), 'a.png')
    expect(made.status).toBe(201)
    const { uuid, icon } = made.body as { uuid: string; icon: string }
    const detail = `${path}${uuid}/`
    expect((await get(icon.replace('http://api.test', ''))).status).toBe(200)
    const replaced = (await send('PATCH', detail, gif, 'b.gif')).body.icon as string
    expect(replaced).not.toBe(icon)
    expect((await get(icon.replace('http://api.test', ''), { as: staff })).status).toBe(404)
    expect((await request('PATCH', detail, { as: staff, body: { icon: null } })).body.icon).toBeNull()
    await send('PATCH', detail, png(), 'c.png')
    await request('DELETE', detail, { as: staff })
    expect(await database.rows(sql`select 1 from stored_file where name like ${`%${uuid}%`}`)).toEqual([])
    const bad = await send('POST', path, Buffer.from('x'), 'a.png')
    expect(bad).toMatchObject({ status: 400, body: { icon: [expect.stringContaining('Upload a valid image')] } })
  })

  test.each([
    [{}, { title: ['This field is required.'] }],
    [{ title: ' ' }, { title: ['This field may not be blank.'] }],
    [{ title: 'x'.repeat(256) }, { title: ['Ensure this field has no more than 255 characters.'] }],
    [{ title: 'a\0b' }, { title: ['Null characters are not allowed.'] }],
    [{ title: 'x', description: null }, { description: ['This field may not be null.'] }],
  ])('are refused for %j', async (body, problem) => {
    expect(await post(path, { as: staff, body })).toMatchObject({ status: 400, body: problem })
  })

  test('are listed by title to everybody, and every page in turn', async () => {
    const marked = ['b', 'a', 'c', 'a'].map((letter) => `Listed ${table} ${letter}`)
    for (const title of marked) await world.insert(table, { title })
    const query = { title: `listed ${table}` }
    const all = await get(path, { query })
    expect(titles(all.body)).toEqual(marked.toSorted())
    expect(all.headers['x-result-count']).toBe('4')
    const walked: string[] = []
    for (const page of [1, 2, 3, 4]) {
      walked.push(
        ...((await get(path, { query: { ...query, page, page_size: 1 } })).body as { uuid: string }[]).map(
          ({ uuid }) => uuid,
        ),
      )
    }
    expect(walked).toEqual((all.body as { uuid: string }[]).map(({ uuid }) => uuid))
    expect(await request('HEAD', path, { query })).toMatchObject({ status: 200, text: '' })
  })
})

test('a category is put into a group, out of it, and stays when the group goes', async () => {
  const group = await world.insert('category_group', { title: 'Group' })
  const groupUrl = `http://api.test${GROUPS}${group.hex}/`
  const made = await post(CATEGORIES, { as: staff, body: { title: 'In a group', group: groupUrl } })
  expect(made.body.group).toBe(groupUrl)
  const path = `${CATEGORIES}${made.body.uuid as string}/`
  expect(titles((await get(CATEGORIES, { query: { group_uuid: group.hex } })).body)).toEqual(['In a group'])
  expect((await request('PATCH', path, { as: staff, body: { group: null } })).body.group).toBeNull()
  await request('PATCH', path, { as: staff, body: { group: groupUrl } })
  expect((await request('DELETE', `${GROUPS}${group.hex}/`, { as: staff })).status).toBe(204)
  expect((await get(path)).body.group).toBeNull()
  const unknown = await request('PATCH', path, { as: staff, body: { group: groupUrl } })
  expect(unknown).toMatchObject({ status: 400, body: { group: ['Invalid hyperlink - Object does not exist.'] } })
})

test('one category is the default of a kind', async () => {
  const first = await post(CATEGORIES, { as: staff, body: { title: 'First', default_vm_category: true } })
  expect(first.status).toBe(201)
  const refusal = { status: 400, body: { default_vm_category: ['Another category is the default of this kind.'] } }
  expect(await post(CATEGORIES, { as: staff, body: { title: 'Second', default_vm_category: true } })).toMatchObject(
    refusal,
  )
  const second = await post(CATEGORIES, { as: staff, body: { title: 'Second', default_volume_category: true } })
  const path = (answer: { body: { uuid?: string } }) => `${CATEGORIES}${answer.body.uuid ?? ''}/`
  const claim = () => request('PATCH', path(second), { as: staff, body: { default_vm_category: true } })
  expect(await claim()).toMatchObject(refusal)
  await request('PATCH', path(first), { as: staff, body: { default_vm_category: false } })
  expect(await claim()).toMatchObject({ status: 200, body: { default_vm_category: true } })
})

test('a category with offerings stays', async () => {
  const category = await world.insert('category', { title: 'Used' })
  await world.offering(await world.customer(), { category_id: category.id, state: 4 })
  expect(await request('DELETE', `${CATEGORIES}${category.hex}/`, { as: staff })).toMatchObject({
    status: 409,
    body: { detail: 'Cannot delete category with existing offerings.' },
  })
})

describe('offerings in a category', () => {
  /** A category with offerings of one provider in several states. */
  const scene = async () => {
    const provider = await world.provider()
    const category = await world.insert('category', { title: `Category ${provider.hex}` })
    const make = (values: Record<string, unknown>) =>
      world.offering(provider.customer, { category_id: category.id, ...values })
    const active = await make({ state: 2, name: `Active ${provider.hex}` })
    await make({ state: 3 })
    await make({ state: 1, name: `Draft ${provider.hex}` })
    await make({ state: 2, shared: false })
    return { provider, category, active, owner: await world.owner(provider.customer) }
  }
  const find = async (query: Record<string, string>, as: Caller, category: Made) => {
    const { status, body } = await get(CATEGORIES, { as, query: { ...query, page_size: '300' } })
    expect(status).toBe(200)
    return (body as { uuid: string }[]).some(({ uuid }) => uuid === category.hex)
  }

  test('are counted as the caller sees the catalogue', async () => {
    const { category, owner } = await scene()
    const counts = async (as: Caller) => {
      const { body } = await get(`${CATEGORIES}${category.hex}/`, { as })
      return [body.offering_count, body.available_offerings_count] as unknown
    }
    expect(await counts(undefined)).toEqual([2, 1])
    expect(await counts(await world.user())).toEqual([2, 1])
    expect(await counts(owner)).toEqual([3, 2])
    expect(await counts(staff)).toEqual([4, 2])
  })

  test('find it, as far as the caller sees them', async () => {
    const { provider, category, owner } = await scene()
    const stranger = await world.user()
    const ofCustomer = { customer_uuid: provider.customer.hex }
    expect(await find(ofCustomer, stranger, category)).toBe(true)
    expect(await find({ customer_uuid: (await world.customer()).hex }, staff, category)).toBe(false)
    const drafts = { ...ofCustomer, customers_offerings_state: '1' }
    expect(await find(drafts, stranger, category)).toBe(false)
    expect(await find(drafts, owner, category)).toBe(true)
    expect(await find({ ...ofCustomer, customers_offerings_state: '4' }, owner, category)).toBe(false)
    expect(await find({ offering_name: `active ${provider.hex}` }, undefined, category)).toBe(true)
    expect(await find({ offering_name: `draft ${provider.hex}` }, undefined, category)).toBe(false)
    expect(await find({ offering_name: `draft ${provider.hex}` }, owner, category)).toBe(true)
    expect(await find({ has_shared: 'true' }, stranger, category)).toBe(true)
    expect(await find({ has_shared: 'false' }, stranger, category)).toBe(false)
    const bad = await get(CATEGORIES, { query: { customers_offerings_state: '9' } })
    expect(bad.status).toBe(400)
  })

  test('in use find it for those who know of the use', async () => {
    const { provider, category, active, owner } = await scene()
    const { customer, project } = await world.consumer(active)
    const member = await world.member(project)
    const queries: Record<string, string>[] = [
      { resource_customer_uuid: customer.hex },
      { resource_project_uuid: project.hex },
    ]
    for (const query of queries) {
      for (const as of [owner, member, staff]) expect(await find(query, as, category)).toBe(true)
      for (const as of [undefined, await world.user()]) expect(await find(query, as, category)).toBe(false)
    }
    expect(await find({ resource_customer_uuid: provider.customer.hex }, staff, category)).toBe(false)
  })
})
