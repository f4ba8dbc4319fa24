import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { startTestApp, type Caller } from '../harness/index.ts'

const { world, post } = await startTestApp()

const market = await world.marketplace()
const { owner, offering, base } = market
const url = `${base}generate_site_agent_config/`
const UNKNOWN = '0a1b2c3d-0000-4000-8000-0000000000ff'

const call = async (body: unknown, as: Caller = owner, path = url) => {
  const answer = await post(path, { as, body })
  return { status: answer.status, body: answer.body as unknown }
}

test.each([
  [{}, { offering_uuids: ['This field is required.'] }],
  [{ offering_uuids: null }, { offering_uuids: ['This field may not be null.'] }],
  [{ offering_uuids: [] }, { offering_uuids: ['This list may not be empty.'] }],
  [{ offering_uuids: offering.hex }, { offering_uuids: ['Expected a list of items.'] }],
  [{ offering_uuids: ['zzz'] }, { offering_uuids: { 0: ['Must be a valid UUID.'] } }],
  [
    { offering_uuids: [offering.hex, 7, null] },
    { offering_uuids: { 1: ['Must be a valid UUID.'], 2: ['This field may not be null.'] } },
  ],
  [
    { offering_uuids: [offering.hex], include_policy_settings: 'perhaps', waldur_api_url: 'api', timezone: '' },
    {
      include_policy_settings: ['Must be a valid boolean.'],
      waldur_api_url: ['Enter a valid URL.'],
      timezone: ['This field may not be blank.'],
    },
  ],
  [
    { offering_uuids: [offering.hex], include_policy_settings: null, waldur_api_url: null, timezone: null },
    {
      include_policy_settings: ['This field may not be null.'],
      waldur_api_url: ['This field may not be null.'],
      timezone: ['This field may not be null.'],
    },
  ],
])('the body %j is refused', async (body, expected) => {
  expect(await call(body)).toEqual({ status: 400, body: expected })
})

test.each([
  ['', 'This field may not be blank.'],
  ['/api/', 'Enter a valid URL.'],
  ['api.example.org', 'Enter a valid URL.'],
  ['ftp://example.org/', 'Enter a valid URL.'],
  ['https://', 'Enter a valid URL.'],
  ['https://example.org/a b', 'Enter a valid URL.'],
])('the address %j is refused: %s', async (waldur_api_url, message) => {
  const body = { offering_uuids: [offering.hex], waldur_api_url }
  expect(await call(body)).toEqual({ status: 400, body: { waldur_api_url: [message] } })
})

test.each(['http://localhost:8080/api/', 'https://api.example.org', 'HTTPS://[::1]/api/'])(
  'the address %s is fine',
  async (waldur_api_url) => {
    const { status, text } = await post(url, { as: owner, body: { offering_uuids: [offering.hex], waldur_api_url } })
    expect(status).toBe(200)
    expect(parse(text).offerings[0].waldur_api_url).toBe(waldur_api_url)
  },
)

// C-090
test.each(['Nowhere', 'europe/tallinn', 'Europe/TALLINN', '+02:00', 'utc', 'UTC\n# no comment', 'Europe/', '12:30:45'])(
  'the time zone %j is refused, together with what else is wrong',
  async (timezone) => {
    const body = { offering_uuids: [UNKNOWN], timezone }
    expect(await call(body)).toEqual({
      status: 400,
      body: {
        offering_uuids: {
          0: [`Offering ${UNKNOWN.replaceAll('-', '')} does not belong to this service provider.`],
        },
        timezone: ['A valid timezone is required.'],
      },
    })
  },
)

test.each(['UTC', 'Etc/GMT+5', 'US/Eastern', 'America/Argentina/Buenos_Aires', 'Europe/Kyiv'])(
  'the time zone %s is fine',
  async (timezone) => {
    const { status, text } = await post(url, { as: owner, body: { offering_uuids: [offering.hex], timezone } })
    expect(status).toBe(200)
    expect(parse(text).timezone).toBe(timezone)
  },
)

test('offerings of another provider and unknown ones are refused, every one by its place and name', async () => {
  const other = await world.marketplace()
  const { status, body } = await call({ offering_uuids: [other.offering.hex, offering.hex, UNKNOWN] })
  expect(status).toBe(400)
  expect(body).toEqual({
    offering_uuids: {
      0: [`Offering ${other.offering.hex} does not belong to this service provider.`],
      2: [`Offering ${UNKNOWN.replaceAll('-', '')} does not belong to this service provider.`],
    },
  })
})

test('401, 404 and 403 come before the body', async () => {
  const elsewhere = `/api/marketplace-service-providers/${UNKNOWN}/generate_site_agent_config/`
  expect((await post(url, { body: {} })).status).toBe(401)
  expect(await call({}, await world.user(), elsewhere)).toMatchObject({ status: 404 })
  expect(await call({}, await world.user())).toMatchObject({ status: 403 })
  expect(await call({}, await world.user({ is_support: true }))).toMatchObject({ status: 403 })
})
