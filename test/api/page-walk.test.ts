import { beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { startTestApp } from '../harness/index.ts'
import { runs } from '../properties/runs.ts'

const { world, get, database } = await startTestApp({}, { ownServer: true })

const USERS = 2_500
const KEYS = 8 * USERS

const market = await world.marketplace()
const other = await world.marketplace()
const staff = await world.staff()

type Query = Record<string, string | number | readonly string[]>
type Row = Record<string, string>

/** What the published Python client makes of a Link header: split at commas, then at semicolons. */
const nextOf = (link: string): string | undefined => {
  for (const member of link.split(',')) {
    const [target = '', relation = ''] = member.split(';')
    if (relation.trim() === 'rel="next"') return target.trim().slice(1, -1)
  }
  return undefined
}

/** Rows of the page that the query names and of those that follow by `Link: next`, at most so many pages. */
const walk = async (list: string, query: Query, pages = Infinity): Promise<Row[]> => {
  const rows: Row[] = []
  let answer = await get(`${market.base}${list}/`, { as: staff, query })
  for (let page = 1; ; page++) {
    expect(answer.status, answer.text).toBe(200)
    rows.push(...(answer.body as Row[]))
    const next = nextOf(answer.headers.link ?? '')
    if (next === undefined || page >= pages) return rows
    answer = await get(next.replace('http://api.test', ''), { as: staff })
  }
}

let stored: { id: number; name: string; uuid: string }[] = []

/** Half of the users hold roles in two projects, so that a careless join would repeat them. */
beforeAll(async () => {
  await database.run(sql`
    insert into app_user
      (username, first_name, last_name, native_name, email, phone_number, description, organization, job_title,
       registration_method, is_staff, is_support)
    select 'walker-' || n, 'First ' || n % 8, 'Last ' || n % 3, 'Native ' || n % 8, n % 8 || '@example.org',
      'Phone ' || n % 8, 'Description ' || n % 8, 'Organization ' || n % 8, 'Job ' || n % 8, 'method ' || n % 8,
      n % 2 = 0, n % 3 = 0
    from generate_series(1, ${USERS}) as n
  `)
  const second = await world.project(market.consumer)
  await world.resource(market.offering, second)
  const stranger = await world.user()
  await world.grant(stranger, 'PROJECT.ADMIN', 'project', other.project)
  await world.grant(stranger, 'CUSTOMER.MANAGER', 'service_provider', other.provider)
  await world.insert('ssh_key', { user_id: stranger.id, name: 'key 1', public_key: 'ssh-ed25519 AAAA' })
  await database.run(sql`
    insert into user_role (user_id, role_id, content_type, object_id, created, expiration_time)
    select app_user.id, role.id, role.content_type, scope.id,
      '2024-05-01'::timestamptz + make_interval(days => (app_user.id % 8)::int),
      case when app_user.id % 4 > 0 then '2100-01-01'::timestamptz + make_interval(days => (app_user.id % 4)::int) end
    from app_user
    join (
      values ('PROJECT.ADMIN', ${market.project.id}::bigint, 2), ('PROJECT.MANAGER', ${second.id}::bigint, 1),
        ('CUSTOMER.MANAGER', ${market.provider.id}::bigint, 1)
    ) as scope (role_name, id, step) on app_user.id % scope.step = 0
    join role on role.name = scope.role_name
    where app_user.username like 'walker-%'
  `)
  await database.run(sql`
    insert into ssh_key (user_id, name, public_key)
    select app_user.id, 'key ' || n, 'ssh-ed25519 AAAA'
    from app_user cross join generate_series(1, 8) as n
    where app_user.username like 'walker-%'
    order by md5(app_user.username || n)
  `)
  await database.run(sql`analyze`)
  stored = await database.rows(sql`
    select ssh_key.id::int, ssh_key.name, replace(ssh_key.uuid::text, '-', '') as uuid
    from ssh_key join app_user on app_user.id = ssh_key.user_id where app_user.username like 'walker-%'
  `)
})

/** Small pages cost a request each: all of them where PROPERTY_RUNS=full, else the windows below. */
const COMPLETE_SIZES = [300, 100, 99, ...(runs(0, 1) === 1 ? [10] : [])]
const COMPLETE_SINGLE_ROWS = runs(0, 1) === 1 ? ['descending'] : []

const ORDERS: Record<string, string> = { ascending: 'name', descending: '-name', default: '' }

/** All keys by name in the direction, those of one name in the order of their creation. */
const sequenceOf = (order: string): string[] => {
  const sign = order === 'descending' ? -1 : 1
  const sorted = stored.toSorted((a, b) => sign * (Number(a.name > b.name) - Number(a.name < b.name)) || a.id - b.id)
  return sorted.map(({ uuid }) => uuid)
}

describe.concurrent('20,000 keys with 8 names', { timeout: 600_000 }, () => {
  test.each([
    ...['ascending', 'descending', 'default'].flatMap((order) => COMPLETE_SIZES.map((size) => ({ order, size }))),
    ...COMPLETE_SINGLE_ROWS.map((order) => ({ order, size: 1 })),
  ])('come once each, in $order order, in pages of $size', async ({ order, size }) => {
    const rows = await walk('keys', { o: ORDERS[order]!, page_size: size, field: ['uuid', 'name'] })
    expect(rows).toHaveLength(KEYS)
    expect(rows.map((row) => row.uuid)).toEqual(sequenceOf(order))
  })

  test.each(['ascending', 'descending', 'default'].flatMap((order) => [10, 1].map((size) => ({ order, size }))))(
    'hold their place in the first 30, the last 30 and 30 random pages of $size in $order order',
    async ({ order, size }) => {
      const sequence = sequenceOf(order)
      const last = KEYS / size
      const windows = [1, last - 29, ...Array.from({ length: 6 }, () => 1 + Math.floor(Math.random() * (last - 5)))]
      for (const [index, page] of windows.entries()) {
        const pages = index < 2 ? 30 : 5
        const rows = await walk('keys', { o: ORDERS[order]!, page_size: size, page, field: 'uuid' }, pages)
        const expected = sequence.slice((page - 1) * size, (page - 1 + pages) * size)
        expect({ page, uuids: rows.map((row) => row.uuid) }).toEqual({ page, uuids: expected })
      }
    },
  )
})

test('a query with commas, semicolons and blanks survives a walk by a parser that splits at commas', async () => {
  const query = { o: '-name,name', name: 'KEY 1', tag: 'a,b; rel="next",c é', page_size: 300, field: 'uuid' }
  const rows = await walk('keys', query)
  expect(rows).toHaveLength(USERS)
  expect(new Set(rows.map((row) => row.uuid)).size).toBe(USERS)
})

const GRANT_KEYS = ['created', 'email', 'expiration_time', 'full_name', 'native_name', 'role', 'username']

describe.each([
  {
    list: 'users',
    total: USERS,
    identity: ['uuid'],
    keys: [
      ...['description', 'email', 'full_name', 'is_active', 'is_staff', 'is_support', 'job_title', 'native_name'],
      ...['organization', 'phone_number', 'registration_method', 'username'],
    ],
  },
  { list: 'project_permissions', total: 1.5 * USERS, identity: ['user_uuid', 'project_uuid'], keys: GRANT_KEYS },
  { list: 'list_users', total: USERS, identity: ['uuid'], keys: GRANT_KEYS },
])('$list by every key', ({ list, total, identity, keys }) => {
  test.each(keys.flatMap((key) => [key, `-${key}`]))('o=%s gives every row once', async (o) => {
    const rows = await walk(list, { o, page_size: 300, field: identity })
    expect(rows).toHaveLength(total)
    expect(new Set(rows.map((row) => identity.map((name) => row[name]).join())).size).toBe(total)
  })
})
