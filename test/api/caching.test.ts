import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { hashPassword } from '../../server/lib/password.ts'
import { issueToken } from '../../server/modules/auth/index.ts'
import { storeFile } from '../../server/modules/files/index.ts'
import { startTestApp, TEST_SECRETS } from '../harness/index.ts'

const { world, get, post, request, database } = await startTestApp()

const staff = await world.staff()
const market = await world.marketplace()

test('no cache keeps what an operation answers, its refusals neither; a public image may be kept', async () => {
  const image = await storeFile(database, { name: 'a.png', content: new Uint8Array([1]), mimeType: 'image/png' })
  const [file] = await database.rows<{ uuid: string }>(sql`select uuid from stored_file where id = ${image}`)
  const password = await hashPassword('sample password')
  const user = await world.user({ username: 'cached', password_hash: password })
  const own = `/api/users/${user.hex}/`
  const answers = await Promise.all([
    post('/api-auth/password/', { body: { username: 'cached', password: 'sample password' } }),
    post('/api-auth/password/', { body: { username: 'cached', password: 'wrong' } }),
    get('/api/users/me/', { as: user }),
    request('HEAD', '/api/users/me/', { as: user }),
    get(own, { as: user }),
    get(`${own}token/`, { as: user }),
    post(`${own}refresh_token/`, {
      as: { token: await issueToken({ db: database, secrets: TEST_SECRETS }, user.id, '') },
    }),
    get(`${market.base}api_secret_code/`, { as: staff }),
    post(`${market.base}api_secret_code/`, { as: staff }),
    post(`${market.base}generate_site_agent_config/`, { as: staff, body: { offering_uuids: [market.offering.hex] } }),
    get(`${market.base}project_service_accounts/`, { as: staff }),
    get(`${market.base}customers/`),
  ])
  expect(answers.map(({ status }) => status)).toEqual([200, 401, 200, 200, 200, 200, 200, 200, 200, 200, 200, 401])
  for (const { headers } of answers) expect(headers['cache-control']).toBe('no-store')
  const media = await get(`/api/media/${file?.uuid.replaceAll('-', '') ?? ''}/`)
  expect(media.headers['cache-control']).toBe('public, max-age=86400, immutable')
})
