import { describe, expect, test } from 'vitest'
import { startTestApp } from '../harness/index.ts'

const { world, get, post } = await startTestApp()

const PROVIDERS = '/api/marketplace-service-providers/'

const staff = await world.staff()
const market = await world.marketplace()

describe('an Accept header', () => {
  test.each([
    '*/*',
    'application/json',
    'APPLICATION/JSON',
    'application/*',
    'application/json; charset=utf-8',
    'text/html, */*;q=0.1',
    'text/html,application/json',
    'text/html;q=0, application/json',
    '*/*;q=0, application/json;q=0.001',
    'application/*;q=0.0,application/json',
    'application/json;q=0, application/json;q=0.5',
    'application/json;q=nonsense',
    ' , ',
    '',
  ])('%j is served with JSON', async (accept) => {
    const answer = await get(PROVIDERS, { headers: { accept } })
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
  })

  test.each([
    'text/html',
    'application/xml',
    'image/png, text/csv',
    'nonsense',
    'application/json;q=0',
    'application/json; q=0.000',
    'application/json;q=0, */*',
    'application/*;q=0, */*;q=1',
    'application/json;version=1;q=0',
    '*/*;q=0',
    'text/html, */*; Q=0',
  ])('%j is refused', async (accept) => {
    const answer = await get(PROVIDERS, { headers: { accept } })
    expect(answer.status).toBe(406)
    expect(answer.body).toEqual({ detail: 'Could not satisfy the request Accept header.' })
  })

  test('of text is served with text by an operation that has no JSON, and so is one of JSON', async () => {
    const body = { offering_uuids: [(await world.offering(market.provider.customer)).hex] }
    const ask = (accept: string) =>
      post(`${market.base}generate_site_agent_config/`, { as: staff, body, headers: { accept } })
    for (const accept of ['text/plain', 'text/*', 'application/json', 'text/plain;q=0, application/json']) {
      expect((await ask(accept)).headers['content-type']).toMatch(/^text\/plain/)
    }
    for (const accept of ['text/plain;q=0', 'application/json;q=0', 'application/json;q=0, text/plain;q=0, */*']) {
      expect((await ask(accept)).status).toBe(406)
    }
  })
})
