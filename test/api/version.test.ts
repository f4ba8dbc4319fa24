import { expect, test } from 'vitest'
import { startTestApp } from '../harness/index.ts'

const { world, get } = await startTestApp()

test('the release whose API is spoken is told to every user, and to nobody else (C-043)', async () => {
  const provider = await world.provider()
  const callers = [await world.owner(provider.customer), await world.user(), await world.staff()]
  for (const as of callers) {
    const { status, body } = await get('/api/version/', { as })
    expect([status, body]).toEqual([200, { version: '8.0.5' }])
  }
  expect((await get('/api/version/')).status).toBe(401)
})
