import { describe, expect, test } from 'vitest'
import { startTestApp } from '../harness/index.ts'

const open = await startTestApp()
const closed = await startTestApp({ ANONYMOUS_USER_CAN_VIEW_OFFERINGS: '0' })

const LIST = '/api/marketplace-service-providers/'

describe('while anonymous callers may browse', async () => {
  const { world, get, request } = open
  const { hex } = await world.provider()
  const paths = [LIST, `${LIST}${hex}/`]

  test.each(paths)('%#: nobody needs credentials', async (path) => {
    expect((await get(path)).status).toBe(200)
    expect((await request('HEAD', path)).status).toBe(200)
    expect((await get(path, { headers: { authorization: 'Basic c2FtcGxlOnNhbXBsZQ==' } })).status).toBe(200)
  })

  test.each(['Token nonsense', 'Bearer nonsense', 'Bearer Token nonsense'])('%s is refused', async (authorization) => {
    for (const path of [...paths, `${LIST}zzz/`, `${LIST}?o=nonsense`]) {
      const { status, headers, body } = await get(path, { headers: { authorization } })
      expect([status, headers['www-authenticate'], body]).toEqual([401, 'Token', { detail: 'Invalid token.' }])
    }
  })

  test.each([
    ['Token', 'Invalid token. No credentials provided.'],
    ['Token one two', 'Invalid token. Token string should not contain spaces.'],
  ])('"%s" is refused', async (authorization, detail) => {
    const { status, body } = await get(LIST, { headers: { authorization } })
    expect([status, body]).toEqual([401, { detail }])
  })

  test('the token of an inactive user is refused', async () => {
    const { status, body } = await get(LIST, { as: await world.user({ is_active: false }) })
    expect([status, body]).toEqual([401, { detail: 'User inactive or deleted.' }])
  })
})

describe('while anonymous callers may not browse', async () => {
  const { world, get, request } = closed
  const { hex } = await world.provider()
  const user = await world.user()

  test.each([LIST, `${LIST}${hex}/`, `${LIST}zzz/`, `${LIST}?o=nonsense`])('%#: they get 401', async (path) => {
    const { status, headers, body } = await get(path)
    expect([status, headers['www-authenticate']]).toEqual([401, 'Token'])
    expect(body).toEqual({ detail: 'Authentication credentials were not provided.' })
    expect((await request('HEAD', path)).status).toBe(401)
  })

  test('every user still browses', async () => {
    expect((await get(LIST, { as: user, query: { field: 'uuid' } })).body).toEqual([{ uuid: hex }])
    expect((await get(`${LIST}${hex}/`, { as: user })).body).toMatchObject({ uuid: hex, enable_notifications: true })
    expect((await request('HEAD', LIST, { as: user })).headers['x-result-count']).toBe('1')
    expect((await get(`${LIST}zzz/`, { as: user })).status).toBe(404)
  })
})
