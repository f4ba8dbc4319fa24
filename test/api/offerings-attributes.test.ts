import { expect, test } from 'vitest'
import { startTestApp } from '../harness/index.ts'

const { world, get } = await startTestApp()

const provider = await world.provider()
const stranger = await world.user()
const url = `/api/marketplace-service-providers/${provider.hex}/offerings/`

const STORED: Record<string, Record<string, unknown>> = {
  private: {
    userSupportOption: ['phone', 'email'],
    cloudDeploymentModel: 'private_cloud',
    seats: 5,
    certified: true,
    contact: null,
    regions: { north: { zones: ['a', 'b'], racks: 2 }, south: {} },
  },
  public: {
    userSupportOption: 'email',
    cloudDeploymentModel: 'public_cloud',
    seats: '5',
    certified: false,
    regions: ['north'],
    site__city: 'Sample town',
  },
  numbers: { userSupportOption: [1, 2, null, true], site: { city: 'Sample town' }, 'odd "key"\\': 'x%' },
  none: {},
}
for (const [name, attributes] of Object.entries(STORED)) await world.offering(provider.customer, { name, attributes })
const elsewhere = await world.provider()
await world.offering(elsewhere.customer, { name: 'private', attributes: STORED.private })

const ALL = ['none', 'numbers', 'private', 'public']

// C-044
test.each<[string, string, readonly string[]]>([
  ['an empty object restricts nothing', '{}', ALL],
  ['an empty value restricts nothing', '', ALL],
  ['a blank value restricts nothing', '  ', ALL],
  ['a string matches the same string', '{"cloudDeploymentModel": "private_cloud"}', ['private']],
  ['a string matches in its own case only', '{"cloudDeploymentModel": "Private_cloud"}', []],
  ['a string matches no part', '{"cloudDeploymentModel": "cloud"}', []],
  ['a string does not match an array that holds it', '{"userSupportOption": "email"}', ['public']],
  ['a number matches no string', '{"seats": 5}', ['private']],
  ['a number matches whatever its notation', '{"seats": 5.0}', ['private']],
  ['a string matches no number', '{"seats": "5"}', ['public']],
  ['true matches true only', '{"certified": true}', ['private']],
  ['false does not match a missing key', '{"certified": false}', ['public']],
  ['null requires a stored null', '{"contact": null}', ['private']],
  ['an object matches when it is contained', '{"regions": {"north": {"racks": 2}}}', ['private']],
  ['an array inside an object matches as a subset', '{"regions": {"north": {"zones": ["b"]}}}', ['private']],
  ['an array inside an object does not match a superset', '{"regions": {"north": {"zones": ["b", "c"]}}}', []],
  ['an empty object matches any object', '{"regions": {}}', ['private']],
  ['a list matches any common element', '{"userSupportOption": ["fax", "phone"]}', ['private']],
  ['a list matches a stored string', '{"userSupportOption": ["fax", "email"]}', ['private', 'public']],
  ['a list matches a key of a stored object', '{"regions": ["south", "west"]}', ['private']],
  ['a list matches keys and elements alike', '{"regions": ["north"]}', ['private', 'public']],
  ['an empty list matches nothing', '{"userSupportOption": []}', []],
  ['numbers in a stored array are never matched', '{"userSupportOption": [1, 2]}', []],
  ['numbers as text do not match them either', '{"userSupportOption": ["1"]}', []],
  ['nor do null and true', '{"userSupportOption": [null, true]}', []],
  ['a stored number is matched by no list', '{"seats": [5]}', ['public']],
  ['all keys must match', '{"cloudDeploymentModel": "public_cloud", "userSupportOption": ["phone"]}', []],
  ['a key may match with others', '{"certified": true, "seats": 5, "contact": null}', ['private']],
  ['a key with a double underscore is no path', '{"site__city": "Sample town"}', ['public']],
  ['keys are taken as they are', String.raw`{"odd \"key\"\\": ["x%"]}`, ['numbers']],
  ['wildcards do not count', String.raw`{"odd \"key\"\\": ["%"]}`, []],
  ['an unknown key matches nothing', '{"nope": "x"}', []],
  ['the name of an inherited property is a key like others', '{"__proto__": "x", "constructor": "y"}', []],
  ['an escaped NUL character matches nothing', String.raw`{"contact": "\u0000"}`, []],
  [
    'the other members of a list with a lone surrogate count',
    String.raw`{"userSupportOption": ["phone", "\ud800"]}`,
    ['private'],
  ],
  ['a text that looks like an escape is no NUL', String.raw`{"cloudDeploymentModel": "\\u0000"}`, []],
  ['white space around it is ignored', ' {"certified": false}\n', ['public']],
])('%s', async (_title, attributes, names) => {
  const { status, body } = await get(url, { as: stranger, query: { attributes, field: 'name' } })
  expect(status).toBe(200)
  expect(body).toEqual(names.map((name) => ({ name })))
})

test('the last of several values counts', async () => {
  const { body } = await get(url, {
    as: stranger,
    query: { attributes: ['[]', '{"certified": true}'], field: 'name' },
  })
  expect(body).toEqual([{ name: 'private' }])
})

test.each(['{', '{"a": 1', "{'a': 1}", 'private_cloud', '{"a": 1} x'])('%s is no JSON', async (attributes) => {
  const { status, body } = await get(url, { as: stranger, query: { attributes } })
  expect(status).toBe(400)
  expect(body).toEqual(['Filter attribute is not valid json.'])
})

test.each(['[]', '[{"a": 1}]', '"a"', '5', 'null', 'true'])('%s is no object', async (attributes) => {
  const { status, body } = await get(url, { as: stranger, query: { attributes } })
  expect(status).toBe(400)
  expect(body).toEqual(['Filter attribute should be an dict.'])
})

test('is judged after all other parameters, before the page', async () => {
  const both = await get(url, { as: stranger, query: { attributes: '[]', state: 'Nope' } })
  expect(both.body).toEqual({ state: ['Select a valid choice. Nope is not one of the available choices.'] })
  const page = await get(url, { as: stranger, query: { attributes: '[]', page: 99 } })
  expect(page.body).toEqual(['Filter attribute should be an dict.'])
})

test('is no server error however deep it nests', async () => {
  const depth = 3_000
  const attributes = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
  const { status, body } = await get(url, { as: stranger, query: { attributes } })
  expect([status, body]).toEqual([200, []])
})
