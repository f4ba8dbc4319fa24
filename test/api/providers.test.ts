import { expect, test } from 'vitest'
import { startTestApp } from '../harness/index.ts'

const { world, get } = await startTestApp()

const BASE = '/api/marketplace-service-providers/'

test('an anonymous caller sees providers without their notification setting', async () => {
  const { provider } = await world.marketplace()
  const { status, body } = await get(`${BASE}${provider.hex}/`)
  expect(status).toBe(200)
  expect(body).toMatchObject({ uuid: provider.hex, customer_uuid: provider.customer.hex, offering_count: 1 })
  expect(body).not.toHaveProperty('enable_notifications')
})
