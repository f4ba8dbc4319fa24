import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { issueToken } from '../../server/modules/auth/index.ts'
import { startTestApp, TEST_SECRETS } from '../harness/index.ts'

const { world, get, request, database } = await startTestApp()

const TOKENS = '/api/auth-tokens/'

test('staff sees who is logged in, without the tokens, and logs users out (C-227)', async () => {
  const staff = await world.staff()
  const user = await world.user({ token_lifetime: 3600 })
  const issue = (name: string) => issueToken({ db: database, secrets: TEST_SECRETS }, user.id, name)
  const tokens = [await issue('first'), await issue('second'), await issue('old'), await issue('ended')]
  await database.run(sql`
    update auth_token set
      created = case name when 'old' then now() - interval '2 hours' when 'first' then now() - interval '1 minute'
        else created end,
      expires_at = case name when 'ended' then now() end
    where user_id = ${user.id}
  `)
  const { status, body } = await get(TOKENS, { as: staff })
  expect(status).toBe(200)
  const own = (body as { user_username: string; created: string }[]).filter(
    ({ user_username }) => user_username === user.username,
  )
  expect(own).toEqual(
    [0, 1].map(() => ({
      url: `http://api.test${TOKENS}${user.id}/`,
      created: expect.any(String),
      user: `http://api.test/api/users/${user.hex}/`,
      user_first_name: 'Sample',
      user_last_name: user.username,
      user_username: user.username,
      user_is_active: true,
      user_token_lifetime: 3600,
    })),
  )
  expect(own[0]!.created > own[1]!.created).toBe(true)
  for (const token of tokens) expect(JSON.stringify(body)).not.toContain(token)
  const path = `${TOKENS}${user.id}/`
  expect((await get(path, { as: staff })).body).toEqual(own[0])
  expect((await request('HEAD', TOKENS, { as: staff })).headers['x-result-count']).toBe('3')
  expect((await request('DELETE', path, { as: staff })).status).toBe(204)
  expect((await get('/api/users/me/', { as: { token: tokens[0]! } })).status).toBe(401)
  const { count } = await database.one<{ count: string }>(sql`
    select count(*) from audit_log where action = 'user.revoke_tokens' and object_id = ${user.id}
  `)
  expect(count).toBe('1')
  for (const unknown of [path, `${TOKENS}x/`, `${TOKENS}${'9'.repeat(30)}/`]) {
    expect((await get(unknown, { as: staff })).status).toBe(404)
    expect((await request('DELETE', unknown, { as: staff })).status).toBe(404)
  }
})

test('a token that ends is listed no longer, though nothing was committed', async () => {
  const staff = await world.staff()
  const user = await world.user()
  await issueToken({ db: database, secrets: TEST_SECRETS }, user.id, 'short')
  await database.run(sql`update auth_token set expires_at = now() + interval '1 second' where user_id = ${user.id}`)
  const names = async () =>
    ((await get(TOKENS, { as: staff })).body as { user_username: string }[]).map(({ user_username }) => user_username)
  expect(await names()).toContain(user.username)
  await sleep(1_100)
  expect(await names()).not.toContain(user.username)
})
