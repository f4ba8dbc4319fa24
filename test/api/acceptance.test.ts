import { expect, test } from 'vitest'
import type { Send } from '../../scripts/acceptance/client.ts'
import { runAcceptance } from '../../scripts/acceptance/steps.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { startTestApp, type TestApp } from '../harness/index.ts'

const app = await startTestApp({}, { poolSize: 16 })

const sender =
  ({ request }: TestApp): Send =>
  async (method, path, { as, body, query } = {}) =>
    request(method, path.replace('http://api.test', ''), {
      ...(as === undefined ? {} : { as: { token: as } }),
      body,
      ...(query ? { query } : {}),
    })

test('the life of a provider, through HTTP only', { timeout: 120_000 }, async () => {
  const staff = await app.tokenOf(await app.world.staff())
  await runAcceptance(sender(app), staff)
  expect(await reconcile(app.database)).toEqual([])
})

test('16 providers live at once', { timeout: 300_000 }, async () => {
  const staff = await app.tokenOf(await app.world.staff())
  await Promise.all(Array.from({ length: 16 }, () => runAcceptance(sender(app), staff)))
  expect(await reconcile(app.database)).toEqual([])
})
