import { expect, test } from 'vitest'
import { startTestApp } from '../harness/index.ts'

const { world, get, post, request } = await startTestApp()

const GROUPS = '/api/organization-groups/'

test('groups of organizations are made, nested, changed and deleted with what is below', async () => {
  const staff = await world.staff()
  const create = (body: unknown) => post(GROUPS, { as: staff, body })
  const patch = (uuid: string, body: unknown) => request('PATCH', `${GROUPS}${uuid}/`, { as: staff, body })
  const { status, body: root, headers } = await create({ name: 'Root' })
  expect([status, root]).toEqual([
    201,
    { uuid: root.uuid, url: headers.location, name: 'Root', parent: null, customers_count: 0 },
  ])
  const { body: child } = await create({ name: 'Child', parent: root.url })
  expect(child).toMatchObject({ parent: root.url, parent_uuid: root.uuid, parent_name: 'Root' })
  const { body: leaf } = await create({ name: 'Leaf', parent: child.url })
  const customer = await world.customer()
  const { status: joined } = await post(`/api/customers/${customer.hex}/update_organization_groups/`, {
    as: staff,
    body: { organization_groups: [leaf.url] },
  })
  expect(joined).toBe(200)
  expect((await get(`${GROUPS}${leaf.uuid}/`, { as: staff })).body.customers_count).toBe(1)
  for (const parent of [root.url, leaf.url]) {
    const refused = await patch(root.uuid, { parent })
    expect([refused.status, refused.body]).toEqual([400, { parent: ['A group cannot be below itself.'] }])
  }
  expect((await patch(root.uuid, { parent: 'x' })).body).toEqual({ parent: ['Invalid hyperlink - No URL match.'] })
  expect((await create({ name: '' })).body).toEqual({ name: ['This field may not be blank.'] })
  const names = async (query: Record<string, string>) => {
    const { body } = await get(GROUPS, { as: await world.user(), query })
    return (body as { name: string }[]).map(({ name }) => name)
  }
  expect(await names({})).toEqual(['Child', 'Leaf', 'Root'])
  expect(await names({ o: '-name' })).toEqual(['Root', 'Leaf', 'Child'])
  expect(await names({ parent: root.uuid })).toEqual(['Child'])
  expect(await names({ name: 'EA' })).toEqual(['Leaf'])
  expect(await names({ name_exact: 'leaf' })).toEqual([])
  expect((await request('HEAD', GROUPS, { as: staff })).headers['x-result-count']).toBe('3')
  const put = await request('PUT', `${GROUPS}${leaf.uuid}/`, { as: staff, body: { name: 'Leaf 2', parent: null } })
  expect(put.body).toMatchObject({ name: 'Leaf 2', parent: null, customers_count: 1 })
  expect((await request('DELETE', `${GROUPS}${root.uuid}/`, { as: staff })).status).toBe(204)
  expect(await names({})).toEqual(['Leaf 2'])
})

test('a group that an offering or a plan is restricted to is kept, as are the groups above it', async () => {
  const staff = await world.staff()
  const make = async (name: string, parent?: string) =>
    (await post(GROUPS, { as: staff, body: { name, parent } })).body as { uuid: string; url: string }
  const { customer } = await world.provider()
  const offering = await world.offering(customer, { name: 'Cluster' })
  const plan = await world.insert('plan', { offering_id: offering.id, name: 'Small' })
  const above = await make('Above')
  const [first, second] = [await make('First', above.url), await make('Second')]
  const restrict = (path: string, groups: { url: string }[]) =>
    post(`${path}update_organization_groups/`, {
      as: staff,
      body: { organization_groups: groups.map(({ url }) => url) },
    })
  const destroy = (group: { uuid: string }) => request('DELETE', `${GROUPS}${group.uuid}/`, { as: staff })
  for (const [path, words] of [
    [`/api/marketplace-provider-offerings/${offering.hex}/`, 'The offering Cluster is for this group only.'],
    [`/api/marketplace-plans/${plan.hex}/`, 'The plan Small is for this group only.'],
  ] as const) {
    expect((await restrict(path, [first])).status).toBe(200)
    for (const group of [first, above]) {
      const refused = await destroy(group)
      expect([refused.status, refused.body]).toEqual([409, { detail: words }])
    }
    expect((await restrict(path, path.includes('plans') ? [first, second] : [])).status).toBe(200)
  }
  // Of two groups one can go, whoever asks; the other stays.
  const answers = await Promise.all([destroy(above), destroy(second)])
  expect(answers.map(({ status }) => status).toSorted((x, y) => x - y)).toEqual([204, 409])
})

test('two moves at once never close a circle', async () => {
  const staff = await world.staff()
  const make = async (name: string) =>
    (await post(GROUPS, { as: staff, body: { name } })).body as { uuid: string; url: string }
  const [a, b] = [await make('A'), await make('B')]
  const move = (group: { uuid: string }, parent: { url: string }) =>
    request('PATCH', `${GROUPS}${group.uuid}/`, { as: staff, body: { parent: parent.url } })
  const answers = await Promise.all([move(a, b), move(b, a)])
  expect(answers.map(({ status }) => status).toSorted((x, y) => x - y)).toEqual([200, 400])
})
