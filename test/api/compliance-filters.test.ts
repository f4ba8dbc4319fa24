import { expect, test } from 'vitest'
import { startTestApp, type Made } from '../harness/index.ts'

const { world, get, request } = await startTestApp()

const makeChecklist = (name: string) => world.insert('checklist', { name, checklist_type: 'offering_compliance' })

const complete = (account: Made, checklist: Made, is_completed: boolean) =>
  world.insert('checklist_completion', {
    checklist_id: checklist.id,
    object_id: account.id,
    content_type: 'offering_user',
    is_completed,
  })

/** Two offerings with a checklist each, one without, and accounts whose names say what they are. */
const prepare = async () => {
  const provider = await world.provider()
  const owner = await world.owner(provider.customer)
  const [rules, other, former] = [await makeChecklist('A'), await makeChecklist('B'), await makeChecklist('Former')]
  const make = (name: string, checklist?: Made) =>
    world.offering(provider.customer, { name, compliance_checklist_id: checklist?.id })
  const offerings = { first: await make('1', rules), second: await make('2', other), bare: await make('3') }
  const names = new Map<string, string>()
  const account = async (offering: Made, name: string): Promise<Made> => {
    const user = await world.user({ last_name: name })
    const made = await world.insert('offering_user', { offering_id: offering.id, user_id: user.id })
    names.set(made.hex, name)
    return made
  }
  await complete(await account(offerings.first, 'done'), rules, true)
  await complete(await account(offerings.first, 'busy'), rules, false)
  await account(offerings.first, 'new')
  // Completed a checklist that another offering of the provider uses.
  await complete(await account(offerings.second, 'elsewhere'), rules, true)
  await complete(await account(offerings.second, 'former'), former, true)
  await account(offerings.bare, 'none')
  await complete(await account(offerings.bare, 'none-but-done'), other, true)
  const base = `/api/marketplace-service-providers/${provider.hex}/`
  return { base, owner, offerings, names }
}

const prepared = await prepare()
const everybody = ['busy', 'done', 'elsewhere', 'former', 'new', 'none', 'none-but-done']

const listUrl = (query: string) => `${prepared.base}compliance/offering_users/?${query}`

const found = async (query: string): Promise<(string | undefined)[]> => {
  const { status, headers, body } = await get(listUrl(query), { as: prepared.owner })
  expect(status).toBe(200)
  expect(headers).not.toHaveProperty('x-unknown-params')
  expect(headers['x-result-count']).toBe(String(body.length))
  return body.map(({ uuid }: { uuid: string }) => prepared.names.get(uuid)).sort()
}

test.each([
  ['no_checklist', ['none', 'none-but-done']],
  ['completed', ['done', 'elsewhere', 'none-but-done']],
  ['pending', ['busy', 'former', 'new']],
  ['', everybody],
  ['whatever', everybody],
  ['Completed', everybody],
  ['%20completed', everybody],
  ['completed,pending', everybody],
])('compliance_status=%s', async (value, expected) => {
  expect(await found(`compliance_status=${value}`)).toEqual(expected)
})

test('of a repeated compliance_status the last one counts', async () => {
  expect(await found('compliance_status=pending&compliance_status=no_checklist')).toEqual(['none', 'none-but-done'])
})

test("a completion of another provider's checklist does not count, though the checklist is used by both", async () => {
  const provider = await world.provider()
  const owner = await world.owner(provider.customer)
  const [own, foreign] = [await makeChecklist('Own'), await makeChecklist('Foreign')]
  const offering = await world.offering(provider.customer, { compliance_checklist_id: own.id })
  const stranger = await world.provider()
  await world.offering(stranger.customer, { compliance_checklist_id: foreign.id })
  await world.offering(stranger.customer, { compliance_checklist_id: own.id })
  const account = await world.insert('offering_user', { offering_id: offering.id, user_id: owner.id })
  await complete(account, foreign, true)
  const count = async (status: string) => {
    const url = `/api/marketplace-service-providers/${provider.hex}/compliance/offering_users/`
    return (await get(url, { as: owner, query: { compliance_status: status } })).body.length
  }
  expect({ pending: await count('pending'), completed: await count('completed') }).toEqual({ pending: 1, completed: 0 })
})

test('offering_uuid narrows to one offering, in any form', async () => {
  const { uuid, hex } = prepared.offerings.first
  for (const form of [uuid, hex, hex.toUpperCase(), `urn:uuid:${uuid}`, `{${uuid}}`]) {
    expect(await found(`offering_uuid=${form}`), form).toEqual(['busy', 'done', 'new'])
  }
})

test.each(['zzz', '00000000-0000-4000-8000-0000000000ff', '%00'])(
  'offering_uuid=%s matches nothing and is no mistake',
  async (value) => {
    expect(await found(`offering_uuid=${value}`)).toEqual([])
  },
)

test('an empty offering_uuid is ignored', async () => {
  expect(await found('offering_uuid=')).toEqual(everybody)
})

test("another provider's offering matches nothing", async () => {
  const market = await world.marketplace()
  await world.insert('offering_user', { offering_id: market.offering.id, user_id: market.owner.id })
  expect(await found(`offering_uuid=${market.offering.hex}`)).toEqual([])
})

test('both filters together', async () => {
  const { first, second, bare } = prepared.offerings
  expect(await found(`offering_uuid=${first.hex}&compliance_status=pending`)).toEqual(['busy', 'new'])
  expect(await found(`offering_uuid=${second.hex}&compliance_status=completed`)).toEqual(['elsewhere'])
  expect(await found(`offering_uuid=${bare.hex}&compliance_status=pending`)).toEqual([])
})

test('is paged after filtering, for HEAD, too', async () => {
  const url = listUrl('compliance_status=pending&page_size=2&page=2')
  const second = await get(url, { as: prepared.owner })
  expect(second.body).toHaveLength(1)
  expect(second.headers['x-result-count']).toBe('3')
  const head = await request('HEAD', url, { as: prepared.owner })
  expect({ text: head.text, link: head.headers.link }).toEqual({ text: '', link: second.headers.link })
  const missing = await get(listUrl('page=2'), { as: prepared.owner })
  expect({ status: missing.status, body: missing.body }).toEqual({ status: 404, body: { detail: 'Invalid page.' } })
})

test('order and fields are unknown parameters', async () => {
  const { headers, body } = await get(listUrl('o=-created&field=uuid'), { as: prepared.owner })
  expect(headers['x-unknown-params']).toBe('o, field')
  expect(Object.keys(body[0])).toHaveLength(11)
})
