import { expect, test } from 'vitest'
import { startTestApp } from '../harness/index.ts'

const { world, get, request, post } = await startTestApp({
  ANONYMOUS_USER_CAN_VIEW_OFFERINGS: 'false',
  AUTHENTICATION_METHODS: 'SAML2',
})

const PROVIDERS = '/api/marketplace-service-providers/'

test('with the setting off, anonymous callers see no provider', async () => {
  const { base } = await world.marketplace()
  for (const path of [PROVIDERS, base]) {
    const answer = await get(path)
    expect(answer.status).toBe(401)
    expect(answer.body).toEqual({ detail: 'Authentication credentials were not provided.' })
    expect((await request('HEAD', path)).status).toBe(401)
  }
})

test('with the setting off, every authenticated user sees providers', async () => {
  const { base } = await world.marketplace()
  const stranger = await world.user()
  expect((await get(base, { as: stranger })).status).toBe(200)
  expect((await get(PROVIDERS, { as: stranger })).status).toBe(200)
})

test('log-in with a password is refused where it is not enabled', async () => {
  const answer = await post('/api-auth/password/', { body: { username: 'nobody', password: 'anything' } })
  expect(answer.status).toBe(401)
  expect(answer.body).toEqual({
    detail: 'Authentication method is disabled. Please use another authentication method or contact staff.',
  })
  expect(answer.headers).not.toHaveProperty('www-authenticate')
})
