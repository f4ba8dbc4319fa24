import { describe, expect, test } from 'vitest'
import { multipart } from '../harness/form.ts'
import { startTestApp } from '../harness/index.ts'

const { world, get, post, request } = await startTestApp()

const staff = await world.staff()
const stranger = await world.user()
const market = await world.marketplace()
const { base, owner } = market

const PROVIDERS = '/api/marketplace-service-providers/'
const NOBODY = '0a1b2c3d00004000800000000000ffff'
const STRICT = { prefer: 'handling=strict' }
const UNKNOWN = ['Unknown query parameter.']
const NO_IMAGE = ['Upload a valid image. The file you uploaded was either not an image or a corrupted image.']
const TOO_LONG = ['Ensure this field has no more than 4096 characters.']

/** What only the database or the content of a file tells comes in the same 400 as what the contract tells. */
describe('one answer names all problems', () => {
  test('of a change of the team', async () => {
    const body = { role: 'NOBODY', user: NOBODY, expiration_time: 'tomorrow' }
    const answer = await post(`${base}add_user/?rol=x&__proto__=y`, { as: staff, body, headers: STRICT })
    expect(answer.status).toBe(400)
    const problems = new Map(Object.entries(answer.body as object))
    expect(problems).toEqual(
      new Map([
        ['rol', UNKNOWN],
        ['__proto__', UNKNOWN],
        ['role', ['Role is not found.']],
        ['user', ['User is not found.']],
        ['expiration_time', [expect.stringMatching(/^Datetime has wrong format/)]],
      ]),
    )
  })

  test('of a registration', async () => {
    const form = multipart([
      { name: 'customer', value: `/api/customers/${NOBODY}/` },
      { name: 'description', value: 'x'.repeat(4_097) },
      { name: 'enable_notifications', value: 'perhaps' },
      { name: 'image', value: 'no image', filename: 'logo.png' },
    ])
    const headers = { ...form.headers, ...STRICT }
    const answer = await post(`${PROVIDERS}?dry_run=1`, { as: staff, payload: form.payload, headers })
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual({
      dry_run: UNKNOWN,
      customer: ['Invalid hyperlink - Object does not exist.'],
      description: TOO_LONG,
      enable_notifications: ['Must be a valid boolean.'],
      image: NO_IMAGE,
    })
  })

  test.each(['PUT', 'PATCH'] as const)('of a %s', async (method) => {
    const form = multipart([
      { name: 'description', value: 'x'.repeat(4_097) },
      { name: 'image', value: 'no image', filename: 'logo.png' },
    ])
    const answer = await request(method, base, { as: owner, ...form })
    expect([answer.status, answer.body]).toEqual([400, { description: TOO_LONG, image: NO_IMAGE }])
  })

  test.each(['customers', 'user_customers'])('of the filters of %s', async (list) => {
    const query = { organization_group_uuid: NOBODY, name: '\0', nme: 'x' }
    const answer = await get(`${base}${list}/`, { as: owner, query, headers: STRICT })
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual({
      nme: UNKNOWN,
      name: ['Null characters are not allowed.'],
      organization_group_uuid: [`Select a valid choice. ${NOBODY} is not one of the available choices.`],
    })
  })

  test('of a body that is no object', async () => {
    const answer = await post(`${base}add_user/?rol=x`, { as: staff, body: [], headers: STRICT })
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual({
      rol: UNKNOWN,
      non_field_errors: ['Invalid data. Expected a dictionary, but got list.'],
    })
  })

  test('of an account name', async () => {
    const body = { user_uuid: 'nonsense', username: 'a\u0007b' }
    const answer = await post(`${base}set_offerings_username/`, { as: owner, body })
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual({
      user_uuid: ['Must be a valid UUID.'],
      username: ['Control characters are not allowed.'],
    })
  })
})

describe('credentials, provider and permission come before all of them', () => {
  const everythingWrong = { description: 'x'.repeat(4_097), enable_notifications: 'perhaps', image: 'logo.png' }

  test.each([
    [401, undefined, base],
    [404, stranger, `${PROVIDERS}${NOBODY}/`],
    [403, stranger, base],
    [400, owner, base],
  ])('%i', async (status, as, path) => {
    const answer = await request('PATCH', `${path}?nme=x`, { as, body: everythingWrong, headers: STRICT })
    expect(answer.status).toBe(status)
  })

  // C-073
  test('a caller who may not register the organization learns nothing else', async () => {
    const body = { ...everythingWrong, customer: `/api/customers/${market.provider.customer.hex}/` }
    expect((await post(`${PROVIDERS}?nme=x`, { as: stranger, body, headers: STRICT })).status).toBe(403)
  })
})
