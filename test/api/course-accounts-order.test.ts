import { expect, test } from 'vitest'
import { startTestApp, type Marketplace } from '../harness/index.ts'

const { world, get } = await startTestApp()

interface Spec {
  created: string
  modified: string
  state: number
  email: string
  username: string
  project: { name: string; start_date?: string; end_date?: string }
}

/** Every key puts the four in another order; c and d have equal values for most keys. */
const specs: Record<string, Spec> = {
  a: {
    created: '2024-01-03T00:00:00Z',
    modified: '2024-02-01T00:00:00Z',
    state: 3,
    email: 'm@example.org',
    username: 'order-3',
    project: { name: 'beta', start_date: '2024-05-01', end_date: '2024-07-01' },
  },
  b: {
    created: '2024-01-01T00:00:00Z',
    modified: '2024-02-03T00:00:00Z',
    state: 2,
    email: 'z@example.org',
    username: 'order-1',
    project: { name: 'Alpha', start_date: '2024-04-01' },
  },
  c: {
    created: '2024-01-02T00:00:00Z',
    modified: '2024-02-02T00:00:00Z',
    state: 1,
    email: 'a@example.org',
    username: 'order-4',
    project: { name: 'gamma', end_date: '2024-06-01' },
  },
  d: {
    created: '2024-01-02T00:00:00Z',
    modified: '2024-02-02T00:00:00Z',
    state: 1,
    email: 'a@example.org',
    username: 'order-2',
    project: { name: 'gamma', end_date: '2024-06-01' },
  },
}

const names = new Map<string, string>()

const prepare = async (): Promise<Marketplace> => {
  const made = await world.marketplace()
  for (const [name, { project: projectValues, username, ...account }] of Object.entries(specs)) {
    const project = await world.project(made.consumer, projectValues)
    await world.resource(made.offering, project)
    const user = await world.user({ username })
    const { hex } = await world.insert('course_account', { project_id: project.id, user_id: user.id, ...account })
    names.set(hex, name)
  }
  return made
}

const market = await prepare()

const ordered = async (query: string): Promise<string> => {
  const { status, body } = await get(`${market.base}course_accounts/?${query}`, { as: market.owner })
  expect(status).toBe(200)
  return body.map(({ uuid }: { uuid: string }) => names.get(uuid)).join('')
}

test.each([
  ['', 'bcda'],
  ['o=', 'bcda'],
  ['o=,', 'bcda'],
  ['o=created', 'bcda'],
  ['o=-created', 'acdb'],
  ['o=modified', 'acdb'],
  ['o=-modified', 'bcda'],
  ['o=state', 'cdba'],
  ['o=-state', 'abcd'],
  ['o=email', 'cdab'],
  ['o=-email', 'bacd'],
  ['o=username', 'bdac'],
  ['o=-username', 'cadb'],
  ['o=project_name', 'bacd'],
  ['o=-project_name', 'cdab'],
  ['o=project_start_date', 'bacd'],
  ['o=-project_start_date', 'cdab'],
  ['o=project_end_date', 'cdab'],
  ['o=-project_end_date', 'bacd'],
  ['o=state,username', 'dcba'],
  ['o=state,-username', 'cdba'],
  ['o=-project_name,username', 'dcab'],
  ['o=email&o=-username', 'cdab'],
  ['o=email,username,', 'dcab'],
])('?%s gives %s', async (query, expected) => {
  expect(await ordered(query)).toBe(expected)
})

test.each([
  ['foo', 'foo'],
  ['Created', 'Created'],
  ['--created', '--created'],
  ['created,%20-email', ' -email'],
  ['created,foo,bar', 'foo'],
  ['project', 'project'],
])('o=%s is refused and names the first bad key', async (value, named) => {
  const { status, body } = await get(`${market.base}course_accounts/?o=${value}`, { as: market.owner })
  expect(status).toBe(400)
  expect(body).toEqual({ o: [`Select a valid choice. ${named} is not one of the available choices.`] })
})

test('pages follow the order, ties included', async () => {
  const pages = await Promise.all([1, 2, 3, 4].map((page) => ordered(`o=-project_name&page_size=1&page=${page}`)))
  expect(pages.join('')).toBe('cdab')
})
