import { expect, test } from 'vitest'
import { startTestApp } from '../harness/index.ts'

const { world, get, request } = await startTestApp()

// 25 customers `C 01` to `C 25`, as in the examples of the documentation.
const provider = await world.provider()
const owner = await world.owner(provider.customer)
const offering = await world.offering(provider.customer)
const NAMES = Array.from({ length: 25 }, (_, index) => `C ${String(index + 1).padStart(2, '0')}`)
for (const name of [...NAMES].reverse()) await world.consumer(offering, { name })
const path = `/api/marketplace-service-providers/${provider.hex}/customers/`
const url = `http://api.test${path}`

const page = async (query: string) => {
  const { status, headers, body } = await get(path + query, { as: owner })
  expect(status).toBe(200)
  return { headers, names: body.map((row: { name: string }) => row.name) as string[] }
}

/** The header that names these pages, each given by its query. */
const linkOf = (queries: Record<string, string>) =>
  Object.entries(queries)
    .map(([relation, query]) => `<${url}${query}>; rel="${relation}"`)
    .join(', ')

test('the first page has ten rows, next and last', async () => {
  const { headers, names } = await page('')
  expect(names).toEqual(NAMES.slice(0, 10))
  expect(headers['x-result-count']).toBe('25')
  expect(headers.link).toBe(`<${url}>; rel="first", <${url}?page=2>; rel="next", <${url}?page=3>; rel="last"`)
})

test('the second page has all four, and the way back to the first has no page number', async () => {
  const { headers, names } = await page('?page=2')
  expect(names).toEqual(NAMES.slice(10, 20))
  expect(headers.link).toBe(linkOf({ first: '', prev: '', next: '?page=3', last: '?page=3' }))
})

test('the last page has no next', async () => {
  const { headers, names } = await page('?page=3')
  expect(names).toEqual(NAMES.slice(20))
  expect(headers.link).toBe(`<${url}>; rel="first", <${url}?page=2>; rel="prev", <${url}?page=3>; rel="last"`)
})

test('page=last is the last page', async () => {
  const { headers, names } = await page('?page=last')
  expect(names).toEqual(NAMES.slice(20))
  expect(headers.link).toBe(linkOf({ first: '', prev: '?page=2', last: '?page=3' }))
})

test.each(['0', '-1', 'abc', '1.0', '4', '99', '1e1', '0x1', 'Last', '99999999999999999999', '1,2', '%00'])(
  'there is no page %s',
  async (number) => {
    const { status, headers, body } = await get(`${path}?page=${number}`, { as: owner })
    expect({ status, body }).toEqual({ status: 404, body: { detail: 'Invalid page.' } })
    expect(headers).not.toHaveProperty('link')
    expect(headers).not.toHaveProperty('x-result-count')
  },
)

test.each([
  ['?page=', 0, 10],
  ['?page=1', 0, 10],
  ['?page=%202', 10, 20],
  ['?page=2%20', 10, 20],
  ['?page=02', 10, 20],
  ['?page=1&page=2', 10, 20],
  ['?page=abc&page=2', 10, 20],
  ['?page_size=5', 0, 5],
  ['?page_size=%205%20', 0, 5],
  ['?page_size=3&page_size=4', 0, 4],
  ['?page_size=1&page=25', 24, 25],
  ['?page_size=24&page=2', 24, 25],
  ['?page_size=25', 0, 25],
  ['?page_size=300', 0, 25],
  ['?page_size=301', 0, 25],
  ['?page_size=1000', 0, 25],
  ['?page_size=99999999999999999999999999', 0, 25],
  ['?page_size=0', 0, 10],
  ['?page_size=-5', 0, 10],
  ['?page_size=abc', 0, 10],
  ['?page_size=5.5', 0, 10],
  ['?page_size=', 0, 10],
  ['?page_size=20&page_size=', 0, 10],
])('%s selects rows %i to %i', async (query, from, to) => {
  const { headers, names } = await page(query)
  expect(names).toEqual(NAMES.slice(from, to))
  expect(headers['x-result-count']).toBe('25')
})

test.each<[query: string, links: Record<string, string>]>([
  ['?page=1', { first: '', next: '?page=2', last: '?page=3' }],
  ['?page_size=1000', { first: '?page_size=1000', last: '?page_size=1000' }],
  ['?page_size=25', { first: '?page_size=25', last: '?page_size=25' }],
  ['?page_size=0', { first: '?page_size=0', next: '?page=2&page_size=0', last: '?page=3&page_size=0' }],
  ['?page_size=20', { first: '?page_size=20', next: '?page=2&page_size=20', last: '?page=2&page_size=20' }],
  ['?name=zzz', { first: '?name=zzz', last: '?name=zzz' }],
  [
    '?page=2&name=c&a=b%20c&page_size=5',
    {
      first: '?a=b+c&name=c&page_size=5',
      prev: '?a=b+c&name=c&page_size=5',
      next: '?a=b+c&name=c&page=3&page_size=5',
      last: '?a=b+c&name=c&page=5&page_size=5',
    },
  ],
  [
    '?page_size=5&tag=a,b;c&k=1&k=2&e=&page=2',
    {
      first: '?e=&k=1&k=2&page_size=5&tag=a%2Cb%3Bc',
      prev: '?e=&k=1&k=2&page_size=5&tag=a%2Cb%3Bc',
      next: '?e=&k=1&k=2&page=3&page_size=5&tag=a%2Cb%3Bc',
      last: '?e=&k=1&k=2&page=5&page_size=5&tag=a%2Cb%3Bc',
    },
  ],
  [
    '?page=1&page=3&page_size=10',
    { first: '?page_size=10', prev: '?page=2&page_size=10', last: '?page=3&page_size=10' },
  ],
])('the links of %s', async (query, links) => {
  expect((await page(query)).headers.link).toBe(linkOf(links))
})

test.each([
  ['?q=a%20b+c', '?q=a+b+c'],
  ['?q=1%2B1', '?q=1%2B1'],
  ['?q=*~._-', '?q=%2A~._-'],
  [`?q=!'()`, '?q=%21%27%28%29'],
  ['?q=a:b/c@d', '?q=a%3Ab%2Fc%40d'],
  ['?q=%26%3D%3F%23%25', '?q=%26%3D%3F%23%25'],
  ['?q=ä', '?q=%C3%A4'],
  ['?q=%e2%82%ac', '?q=%E2%82%AC'],
  ['?q=%22%3C%3E', '?q=%22%3C%3E'],
  ['?flag', '?flag='],
  ['?k=2&k=1&k=3', '?k=2&k=1&k=3'],
  ['?b=1&B=2&a=3&_=4&~=5', '?B=2&_=4&a=3&b=1&~=5'],
  ['?%F0%9F%98%80=1&%EF%AC%80=2', '?%EF%AC%80=2&%F0%9F%98%80=1'],
  ['?', ''],
])('%s is repeated in the links as %s', async (query, repeated) => {
  const { link = '' } = (await page(query)).headers
  expect(link.split(', ')[0]).toBe(`<${url}${repeated}>; rel="first"`)
})

test('without a match the list is empty, with first and last only', async () => {
  const { headers, names } = await page('?name=nomatch')
  expect(names).toEqual([])
  expect(headers['x-result-count']).toBe('0')
  expect(headers.link).toBe(linkOf({ first: '?name=nomatch', last: '?name=nomatch' }))
})

test('an empty list has a first page, also as the last one, and no second', async () => {
  expect((await page('?name=nomatch&page=1')).names).toEqual([])
  expect((await page('?name=nomatch&page=last')).names).toEqual([])
  const { status, body } = await get(`${path}?name=nomatch&page=2`, { as: owner })
  expect({ status, body }).toEqual({ status: 404, body: { detail: 'Invalid page.' } })
})

test('the count and the links are those of the filtered list', async () => {
  const { headers, names } = await page('?name=C%202')
  expect(names).toEqual(['C 20', 'C 21', 'C 22', 'C 23', 'C 24', 'C 25'])
  expect(headers['x-result-count']).toBe('6')
  expect(headers.link).toBe(linkOf({ first: '?name=C+2', last: '?name=C+2' }))
})

test.each(['', '?page=2', '?page=last&page_size=7', '?name=nomatch', '?nope=1', '?field=name'])(
  'HEAD of %j answers with the headers of GET and without a body',
  async (query) => {
    const head = await request('HEAD', path + query, { as: owner })
    const whole = await get(path + query, { as: owner })
    expect(head.status).toBe(200)
    expect(head.text).toBe('')
    for (const name of ['link', 'x-result-count', 'x-unknown-params', 'content-type'])
      expect(head.headers[name], name).toBe(whole.headers[name])
  },
)

test('HEAD states no length that GET would not have', async () => {
  const { headers } = await request('HEAD', path, { as: owner })
  expect(headers).not.toHaveProperty('content-length')
})

test('HEAD is refused like GET', async () => {
  const statusOf = async (query: string, options = {}) => (await request('HEAD', path + query, options)).status
  expect(await statusOf('')).toBe(401)
  expect(await statusOf('', { as: await world.user() })).toBe(403)
  expect(await statusOf('?organization_group_uuid=zzz', { as: owner })).toBe(400)
  expect(await statusOf('?page=4', { as: owner })).toBe(404)
})

test('an uuid with hyphens in the path is repeated in the links as it came', async () => {
  const dashed = `/api/marketplace-service-providers/${provider.uuid}/customers/`
  const { headers } = await get(`${dashed}?page_size=25`, { as: owner })
  const link = `http://api.test${dashed}?page_size=25`
  expect(headers.link).toBe(`<${link}>; rel="first", <${link}>; rel="last"`)
})
