import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../harness/index.ts'

const FORWARDED = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'provider.example' }

/** Where the links of a list and the URLs in its rows point. */
const originsSeen = async ({ world, get }: TestApp, headers: Record<string, string>) => {
  const market = await world.marketplace()
  const { status, headers: answered, body } = await get(`${market.base}projects/`, { as: market.owner, headers })
  expect(status).toBe(200)
  const [link] = /^<[^>]*>/.exec(answered.link ?? '') ?? ['']
  return { link: link.slice(1, -1).replace(`${market.base}projects/`, ''), url: body[0].url.split('/api/')[0] }
}

const at = (origin: string) => ({ link: origin, url: origin })

const direct = await startTestApp()
const behindProxy = await startTestApp({ TRUST_PROXY: 'true' })
const fixed = await startTestApp({ PUBLIC_URL: 'https://api.example', TRUST_PROXY: 'true' })

test('links name the host that the client asked for', async () => {
  expect(await originsSeen(direct, { host: 'other.test:8080' })).toEqual(at('http://other.test:8080'))
})

test('forwarded headers count only when the proxy is trusted', async () => {
  expect(await originsSeen(direct, FORWARDED)).toEqual(at('http://api.test'))
  expect(await originsSeen(behindProxy, FORWARDED)).toEqual(at('https://provider.example'))
})

test('a forwarded protocol that is none of HTTP is not believed', async () => {
  for (const protocol of ['javascript', 'a b', 'https>; rel="next"', '']) {
    const headers = { ...FORWARDED, 'x-forwarded-proto': protocol }
    expect(await originsSeen(behindProxy, headers)).toEqual(at('http://provider.example'))
  }
})

test('a configured public URL wins over all headers', async () => {
  expect(await originsSeen(fixed, FORWARDED)).toEqual(at('https://api.example'))
})
