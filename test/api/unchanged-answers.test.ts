import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { startTestApp, type Marketplace, type MadeUser } from '../harness/index.ts'

const { world, get, request, database, tokenOf } = await startTestApp()

let market: Marketplace
let member: MadeUser

beforeEach(async () => {
  market = await world.marketplace()
  member = await world.member(market.project)
})

const LISTS = [
  'projects',
  'customers',
  'users',
  'keys',
  'project_permissions',
  'offerings',
  'stat',
  'revenue',
  'list_users',
]

describe('an answer that has not changed', () => {
  test.each(LISTS)('%s is 304 without a body to whoever has it, with the headers of the page', async (list) => {
    const path = `${market.base}${list}/`
    const first = await get(path, { as: market.owner })
    expect(first.headers.etag).toMatch(/^"[\w-]{27}"$/)
    const again = await get(path, { as: market.owner, headers: { 'if-none-match': first.headers.etag! } })
    expect({ status: again.status, text: again.text }).toEqual({ status: 304, text: '' })
    for (const name of ['etag', 'x-result-count', 'link']) {
      expect({ name, value: again.headers[name] }).toEqual({ name, value: first.headers[name] })
    }
    const whole = await get(path, { as: market.owner })
    expect({ status: whole.status, body: whole.body, etag: whole.headers.etag }).toEqual({
      status: 200,
      body: first.body,
      etag: first.headers.etag,
    })
  })

  test.each(['"other", ETAG', 'W/ETAG', '*'])('is recognised by If-None-Match: %s', async (given) => {
    const path = `${market.base}projects/`
    const { headers } = await get(path, { as: market.owner })
    const ifNoneMatch = given.replace('ETAG', headers.etag!)
    expect((await get(path, { as: market.owner, headers: { 'if-none-match': ifNoneMatch } })).status).toBe(304)
  })

  test('is sent whole to a client that has another one', async () => {
    const path = `${market.base}projects/`
    await get(path, { as: market.owner })
    const answer = await get(path, { as: market.owner, headers: { 'if-none-match': '"another"' } })
    expect({ status: answer.status, length: answer.body.length }).toEqual({ status: 200, length: 1 })
  })

  test('gives HEAD its headers', async () => {
    const path = `${market.base}projects/`
    const { headers } = await get(path, { as: market.owner })
    const head = await request('HEAD', path, { as: market.owner })
    expect(head.status).toBe(200)
    expect(head.headers).toMatchObject({ 'x-result-count': headers['x-result-count'], link: headers.link })
  })
})

/** Commits, each by another way: the application, its transactions, and somebody else on the database. */
const COMMITS: Record<string, { lists: string[]; commit: () => Promise<unknown> }> = {
  'a resource in another project': {
    lists: ['projects', 'customers', 'stat'],
    commit: () => world.consumer(market.offering),
  },
  'a user with a role': {
    lists: ['users', 'project_permissions', 'customers'],
    commit: () => world.member(market.project),
  },
  'a key': {
    lists: ['keys'],
    commit: () => world.insert('ssh_key', { user_id: member.id, name: 'key', public_key: 'ssh-ed25519 AAAA' }),
  },
  'a new name of a project, by somebody else': {
    lists: ['projects', 'project_permissions'],
    commit: () => database.pool.query(`update project set name = 'Renamed' where id = $1`, [market.project.id]),
  },
  'a new name of an offering, by somebody else': {
    lists: ['offerings'],
    commit: () => database.pool.query(`update offering set name = 'Renamed' where id = $1`, [market.offering.id]),
  },
  'a deactivated user, by somebody else': {
    lists: ['users', 'project_permissions'],
    commit: () => database.pool.query('update app_user set is_active = false where id = $1', [member.id]),
  },
}

describe.each(Object.entries(COMMITS))('after %s', (_name, { lists, commit }) => {
  test.each(lists)('%s is another answer at once', async (list) => {
    const path = `${market.base}${list}/`
    const before = await get(path, { as: market.owner })
    await commit()
    const after = await get(path, { as: market.owner, headers: { 'if-none-match': before.headers.etag! } })
    expect(after.status).toBe(200)
    expect(after.body).not.toEqual(before.body)
    // A request with an unknown parameter is never answered from what is kept.
    expect(after.body).toEqual((await get(path, { as: market.owner, query: { unknown: 'x' } })).body)
  })
})

test('what others commit while a page is walked is in the next page, and in its total', async () => {
  const total = async () => (await get(`${market.base}users/`, { as: market.owner })).headers['x-result-count']
  expect(await total()).toBe('1')
  for (let users = 2; users < 8; users++) {
    await Promise.all([world.member(market.project), total(), total()])
    expect(await total()).toBe(String(users))
  }
})

test('a grant that expires by the clock ends an answer without any commit', async () => {
  const short = await world.user()
  await world.grant(short, 'PROJECT.ADMIN', 'project', market.project, {
    expiration_time: new Date(Date.now() + 2_500).toISOString(),
  })
  const path = `${market.base}users/`
  const before = await get(path, { as: market.owner })
  expect(before.headers['x-result-count']).toBe('2')
  await sleep(2_700)
  const after = await get(path, { as: market.owner, headers: { 'if-none-match': before.headers.etag! } })
  expect({ status: after.status, total: after.headers['x-result-count'] }).toEqual({ status: 200, total: '1' })
})

test('the price of an item that is billed by the hour moves without any commit', async () => {
  const invoice = await world.insert('invoice', {
    customer_id: market.consumer.id,
    year: new Date().getUTCFullYear(),
    month: new Date().getUTCMonth() + 1,
  })
  await world.insert('invoice_item', {
    invoice_id: invoice.id,
    resource_id: market.resource.id,
    project_id: market.project.id,
    unit: 'hour',
    unit_price: '1',
    quantity: '100',
    start_time: new Date(Date.now() - 3_600_000 + 2_500).toISOString(),
    end_time: new Date(Date.now() + 3_600_000).toISOString(),
  })
  const path = `${market.base}projects/`
  const price = async () => (await get(path, { as: market.owner })).body[0].billing_price_estimate.current as string
  expect(await price()).toBe('1.0000000000')
  await sleep(2_700)
  expect(await price()).toBe('2.0000000000')
  // Nothing of the kind is kept while it runs.
  await database.run(sql`update invoice_item set end_time = now()`)
})

describe('an answer is only for whom it was made', () => {
  test('a revoked token is 401, whatever it knows', async () => {
    const path = `${market.base}projects/`
    const { headers } = await get(path, { as: market.owner })
    await database.run(sql`delete from auth_token where user_id = ${market.owner.id}`)
    const answer = await get(path, { as: market.owner, headers: { 'if-none-match': headers.etag! } })
    expect(answer.status).toBe(401)
  })

  test('a revoked role is 403, whatever its holder knows', async () => {
    const path = `${market.base}projects/`
    const { headers } = await get(path, { as: market.owner })
    await database.run(sql`update user_role set is_active = false where user_id = ${market.owner.id}`)
    const answer = await get(path, { as: market.owner, headers: { 'if-none-match': headers.etag! } })
    expect(answer.status).toBe(403)
  })

  test('staff sees what an owner does not, one after the other', async () => {
    const staff = await world.staff()
    const path = `${market.base}users/`
    expect((await get(path, { as: market.owner })).body[0]).not.toHaveProperty('is_active')
    expect((await get(path, { as: staff })).body[0]).toHaveProperty('is_active')
    expect((await get(path, { as: market.owner })).body[0]).not.toHaveProperty('is_active')
  })

  test('links are those of the host that was asked', async () => {
    const path = `${market.base}projects/`
    const ask = (host: string) => get(path, { as: market.owner, headers: { host } })
    expect((await ask('one.test')).body[0].url).toMatch(/^http:\/\/one\.test\//)
    expect((await ask('two.test')).body[0].url).toMatch(/^http:\/\/two\.test\//)
  })

  test('a page of unknown parameters is warned about each time', async () => {
    const ask = () => get(`${market.base}projects/`, { as: market.owner, query: { nmae: 'x' } })
    expect((await ask()).headers['x-unknown-params']).toBe('nmae')
    expect((await ask()).headers['x-unknown-params']).toBe('nmae')
  })
})

test('secrets are not kept: their answers have no validator', async () => {
  const token = await tokenOf(market.owner)
  const answer = await get('/api/users/me/', { as: { token } })
  expect({ status: answer.status, etag: answer.headers.etag }).toEqual({ status: 200, etag: undefined })
})
