import { expect, test } from 'vitest'
import { startTestApp } from '../harness/index.ts'

const { world, get, request } = await startTestApp()

const market = await world.marketplace()
const { base, owner } = market
const ofCustomer = `customer_projects/?project_customer_uuid=${market.consumer.hex}`

const keysOf = async (query: string, as = owner): Promise<string[]> => {
  const { status, headers, body } = await get(base + query, { as })
  expect(status).toBe(200)
  expect(headers).not.toHaveProperty('x-unknown-params')
  expect(body).toHaveLength(1)
  return Object.keys(body[0])
}

test.each([
  ['field=uuid&field=name', ['uuid', 'name']],
  ['field=name&field=nope&field=url', ['url', 'name']],
  ['field=billing_price_estimate&field=created&field=created', ['created', 'billing_price_estimate']],
  ['field=marketplace_resource_count', ['marketplace_resource_count']],
  ['field=staff_notes&field=uuid', ['uuid']],
])('projects: %s keeps the keys %j', async (query, keys) => {
  expect(await keysOf(`projects/?${query}`)).toEqual(keys)
})

test.each(['field=uuid,name', 'field=nope', 'field=', 'field=Name', 'field=billing_price_estimate.total'])(
  'projects: %s names nothing, and all keys are sent',
  async (query) => {
    expect(await keysOf(`projects/?${query}`)).toHaveLength(36)
  },
)

test('what is hidden from the caller is no valid name', async () => {
  expect(await keysOf('projects/?field=staff_notes')).toHaveLength(36)
  expect(await keysOf('projects/?field=staff_notes', await world.staff())).toEqual(['staff_notes'])
})

test.each([
  ['field=users_count&field=uuid', ['uuid', 'users_count']],
  ['field=billing_price_estimate', ['billing_price_estimate']],
  [
    'field=slug',
    ['uuid', 'name', 'description', 'end_date', 'resources_count', 'users_count', 'billing_price_estimate'],
  ],
])('customer_projects: %s keeps the keys %j', async (query, keys) => {
  expect(await keysOf(`${ofCustomer}&${query}`)).toEqual(keys)
})

test('field does not touch filters, order and count', async () => {
  const scene = await world.marketplace()
  for (const name of ['One', 'Two', 'Three'])
    await world.resource(scene.offering, await world.project(scene.consumer, { name, backend_id: 'same' }))
  const { headers, body } = await get(`${scene.base}projects/?field=slug&field=name&backend_id=same&o=-name`, {
    as: scene.owner,
  })
  expect(headers['x-result-count']).toBe('3')
  expect(body.map((row: { name: string }) => row.name)).toEqual(['Two', 'Three', 'One'])
})

test('nested estimates stay whole', async () => {
  const { body } = await get(`${base}projects/?field=billing_price_estimate`, { as: owner })
  expect(Object.keys(body[0].billing_price_estimate)).toEqual(['total', 'current', 'tax', 'tax_current'])
})

const HEADERS = ['link', 'x-result-count', 'content-type'] as const

test.each(['projects/', 'projects/?page=last&o=-name', ofCustomer, 'customer_projects/'])(
  'HEAD of %s answers with the headers of GET and without a body',
  async (path) => {
    const head = await request('HEAD', base + path, { as: owner })
    const whole = await get(base + path, { as: owner })
    expect({ status: head.status, text: head.text }).toEqual({ status: 200, text: '' })
    for (const name of HEADERS) expect(head.headers[name], name).toBe(whole.headers[name])
  },
)

test('both lists are paged', async () => {
  const scene = await world.marketplace()
  for (const name of ['One', 'Two']) await world.resource(scene.offering, await world.project(scene.consumer, { name }))
  const customer = `project_customer_uuid=${scene.consumer.hex}`
  for (const [list, parameter] of [
    ['projects/', ''],
    ['customer_projects/', `&${customer}`],
  ] as const) {
    const path = `${scene.base}${list}`
    const { headers, body } = await get(`${path}?page_size=2&page=2&o=-name${parameter}`, { as: scene.owner })
    expect(body).toMatchObject([{ name: 'One' }])
    expect(headers['x-result-count']).toBe('3')
    const first = `http://api.test${path}?o=-name&page_size=2${parameter}`
    const last = `http://api.test${path}?o=-name&page=2&page_size=2${parameter}`
    expect(headers.link).toBe(`<${first}>; rel="first", <${first}>; rel="prev", <${last}>; rel="last"`)
    expect((await get(`${path}?page_size=2&page=3${parameter}`, { as: scene.owner })).status).toBe(404)
  }
})
