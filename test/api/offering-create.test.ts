import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { eventsOf } from '../harness/events.ts'
import { multipart, urlencoded } from '../harness/form.ts'
import { png } from '../harness/images.ts'
import { startTestApp, type Caller } from '../harness/index.ts'

const { world, get, post, request, database } = await startTestApp()

const OFFERINGS = '/api/marketplace-provider-offerings/'

const provider = await world.provider()
const owner = await world.owner(provider.customer)
const category = await world.category()
const base = {
  name: 'Sample cluster',
  type: 'Marketplace.Slurm',
  category: `http://api.test/api/marketplace-categories/${category.hex}/`,
  customer: `http://api.test/api/customers/${provider.customer.hex}/`,
}

const create = (body: Record<string, unknown>, as: Caller = owner) =>
  post(OFFERINGS, { as, body: { ...base, ...body } })

const offeringsNamed = (name: string) =>
  database.rows<{ id: string }>(sql`select id from offering where name = ${name}`)

const COMPONENTS = [
  { type: 'cpu', name: 'CPU', billing_type: 'fixed', measured_unit: 'core' },
  { type: 'hours', name: 'Hours', billing_type: 'usage', measured_unit: 'h', limit_period: 'month', limit_amount: 100 },
  { type: 'disk', name: 'Disk', billing_type: 'limit', min_value: 1, max_value: 10, is_boolean: false },
  { type: 'setup', name: 'Set-up', billing_type: 'one' },
  { type: 'move', name: 'Move', billing_type: 'few' },
]

describe('an offering with components and plans', () => {
  test('is a draft that its provider sees, with exact prices', async () => {
    const answer = await create({
      components: COMPONENTS,
      plans: [
        {
          name: 'Standard',
          unit: 'month',
          max_amount: 5,
          prices: { cpu: '0.1234567891', hours: 0.000001, setup: 12.5, disk: '3' },
          quotas: { cpu: 3, setup: 2 },
        },
        { name: 'Free' },
      ],
    })
    expect(answer.status).toBe(201)
    const { body } = answer
    expect(answer.headers.location).toBe(body.url)
    expect(body).toMatchObject({
      url: `http://api.test${OFFERINGS}${body.uuid as string}/`,
      name: 'Sample cluster',
      slug: expect.stringMatching(/^sample-c-\d+$/),
      state: 'Draft',
      type: 'Marketplace.Slurm',
      shared: true,
      billable: true,
      customer: base.customer,
      customer_uuid: provider.customer.hex,
      customer_name: provider.customer.name,
      category: base.category,
      category_title: 'Sample category',
      project: null,
      plugin_options: {},
      secret_options: {},
      options: {},
      endpoints: [],
      partitions: [],
      organization_groups: [],
      billing_type_classification: 'mixed',
      order_count: 0,
      total_customers: 0,
      total_cost: 0,
      has_compliance_requirements: false,
    })
    expect(body.components.map((component: { type: string }) => component.type)).toEqual([
      'cpu',
      'disk',
      'hours',
      'move',
      'setup',
    ])
    const [free, standard] = body.plans
    expect(standard).toMatchObject({
      name: 'Standard',
      unit: 'month',
      max_amount: 5,
      // 3 × 0.1234567891
      unit_price: '0.3703703673',
      prices: {
        cpu: '0.1234567891',
        hours: '0.0000010000',
        setup: '12.5000000000',
        disk: '3.0000000000',
        move: '0.0000000000',
      },
      quotas: { cpu: 3, setup: 2, hours: 0, disk: 0, move: 0 },
      init_price: 25,
      plan_type: 'mixed',
    })
    expect(free).toMatchObject({ name: 'Free', unit: 'day', unit_price: '0.0000000000', plan_type: null })
    expect((await get(`${OFFERINGS}${body.uuid as string}/`, { as: owner })).body).toEqual(body)
    const [made] = await offeringsNamed('Sample cluster')
    expect(
      (await eventsOf(database, 'offering', made!)).map(({ event_type, message }) => [event_type, message]),
    ).toEqual([['marketplace_offering_created', 'Offering Sample cluster has been created.']])
    expect(await reconcile(database)).toEqual([])
  })

  test('takes prices that no JavaScript number holds', async () => {
    const headers = { 'content-type': 'application/json' }
    const plans = '[{"name":"Exact","prices":{"cpu":123456789012.1234567891},"quotas":{"cpu":1}}]'
    const payload = JSON.stringify({ ...base, name: 'Exact', components: [COMPONENTS[0]] }).replace(
      /}$/,
      `,"plans":${plans}}`,
    )
    const answer = await request('POST', OFFERINGS, { as: owner, payload, headers })
    expect(answer.status).toBe(201)
    expect(answer.body.plans[0]).toMatchObject({
      unit_price: '123456789012.1234567891',
      prices: { cpu: '123456789012.1234567891' },
    })
  })

  test('keeps texts, links, options and figures as sent', async () => {
    const values = {
      description: 'Short',
      full_description: '<b>Long</b>',
      privacy_policy_link: 'https://example.org/privacy',
      access_url: 'https://example.org/',
      vendor_details: 'Vendor',
      getting_started: 'Start',
      integration_guide: 'Guide',
      attributes: { memory: 12, deep: { list: [1, 'two'] } },
      options: {
        order: ['size'],
        options: { size: { type: 'integer', label: 'Size', required: true, min: 1, max: 5 } },
      },
      resource_options: { order: [], options: {} },
      plugin_options: { max_volumes: 3, can_restore_resource: true, enforce_qos: true },
      secret_options: { token: 'sample secret' },
      datacite_doi: '10.1/sample',
      latitude: 59.4,
      longitude: 24.7,
      country: 'EE',
      backend_id: 'cluster-1',
      backend_id_rules: { uniqueness: { scope: 'offering' } },
      backend_metadata: { rack: 7 },
      shared: false,
      billable: false,
    }
    const { status, body } = await create({ name: 'Full', ...values })
    expect(status).toBe(201)
    expect(body).toMatchObject(values)
  })

  test('is made of forms, too, lists and objects as JSON', async () => {
    const fields = {
      ...base,
      components: JSON.stringify([COMPONENTS[0]]),
      plans: '[{"name":"P"}]',
      attributes: '{"a":1}',
    }
    const form = await request('POST', OFFERINGS, { as: owner, ...urlencoded(fields) })
    expect(form.status).toBe(201)
    expect(form.body).toMatchObject({ attributes: { a: 1 }, components: [{ type: 'cpu' }], plans: [{ name: 'P' }] })
    const parts = Object.entries(fields).map(([name, value]) => ({ name, value }))
    const file = { name: 'thumbnail', value: png(), filename: 'logo.png' }
    const { status, body } = await request('POST', OFFERINGS, { as: owner, ...multipart([...parts, file]) })
    expect(status).toBe(201)
    expect((await get(body.thumbnail.replace('http://api.test', ''))).headers['content-type']).toBe('image/png')
  })
})

describe('who may', () => {
  test('managers of the provider may, without a role on the organization', async () => {
    const manager = await world.user()
    await world.grant(manager, 'CUSTOMER.MANAGER', 'service_provider', provider)
    expect((await create({ name: 'By the manager' }, manager)).status).toBe(201)
  })

  test('a slug is chosen by staff only', async () => {
    const staff = await world.staff()
    expect((await create({ name: 'Slugged', slug: 'my-own' }, staff)).body.slug).toBe('my-own')
    expect((await create({ name: 'Slugged', slug: 'my-own' })).body.slug).toMatch(/^slugged-\d+$/)
  })

  test('staff may leave out the organization, others not', async () => {
    const { customer: _, ...body } = base
    const staff = await world.staff()
    const made = await post(OFFERINGS, { as: staff, body })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ customer: null, customer_uuid: null, customer_name: null })
    expect((await post(OFFERINGS, { as: owner, body })).status).toBe(403)
  })

  test('others see no such organization, or are forbidden', async () => {
    const reader = await world.user()
    await world.grant(reader, 'CUSTOMER.READER', 'customer', provider.customer)
    expect((await create({}, reader)).status).toBe(403)
    const stranger = await create({}, await world.user())
    expect(stranger.status).toBe(400)
    expect(stranger.body).toEqual({ customer: ['Invalid hyperlink - Object does not exist.'] })
  })

  test.each([
    ['blocked', 'Blocked organization is not available.'],
    ['archived', 'Archived organization is not available.'],
  ])('nobody, when the organization is %s', async (flag, message) => {
    const customer = await world.customer({ [flag]: true })
    const answer = await create({ customer: `/api/customers/${customer.hex}/` }, await world.staff())
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual([message])
  })
})

describe('bad input', () => {
  const cases: [string, Record<string, unknown>, Record<string, unknown>][] = [
    ['no name', { name: '' }, { name: ['This field may not be blank.'] }],
    ['a name of tags only', { name: '<b></b>' }, { name: ['This field may not be blank.'] }],
    ['a long name', { name: 'x'.repeat(151) }, { name: ['Ensure this field has no more than 150 characters.'] }],
    ['an unknown type', { type: 'Marketplace.Magic' }, { type: ['Invalid value.'] }],
    ['no category', { category: undefined }, { category: ['This field is required.'] }],
    [
      'an unknown category',
      { category: '/api/marketplace-categories/00000000000000000000000000000000/' },
      { category: ['Invalid hyperlink - Object does not exist.'] },
    ],
    [
      'a category that is a customer',
      { category: base.customer },
      { category: ['Invalid hyperlink - Incorrect URL match.'] },
    ],
    ['no plan in the list', { plans: [] }, { plans: ['At least one plan should be specified.'] }],
    [
      'a component twice',
      { components: [COMPONENTS[0], COMPONENTS[0]] },
      { components: ['Component types must be unique.'] },
    ],
    [
      'a component type with blanks',
      { components: [{ type: 'c p u', name: 'CPU', billing_type: 'fixed' }] },
      { components: [{ type: ['Enter a valid value.'] }] },
    ],
    [
      'a price of an unknown component',
      { components: [COMPONENTS[0]], plans: [{ name: 'P', prices: { gpu: 1 }, quotas: { ram: 2 } }] },
      { plans: ['Invalid components gpu, ram.'] },
    ],
    [
      'a negative price',
      { components: [COMPONENTS[0]], plans: [{ name: 'P', prices: { cpu: -1 } }] },
      { plans: [{ prices: { cpu: ['Ensure this value is greater than or equal to 0.'] } }] },
    ],
    [
      'a price with too many digits',
      { components: [COMPONENTS[0]], plans: [{ name: 'P', prices: { cpu: '0.12345678901' } }] },
      { plans: [{ prices: { cpu: ['Ensure that there are no more than 10 decimal places.'] } }] },
    ],
    [
      'amounts that cost more than can be stored',
      {
        components: [COMPONENTS[0]],
        plans: [{ name: 'P', prices: { cpu: '999999999999' }, quotas: { cpu: 2_000_000 } }],
      },
      { plans: ['Ensure that there are no more than 12 digits before the decimal point.'] },
    ],
    ['a list of attributes', { attributes: [1] }, { attributes: ['Dictionary is expected.'] }],
    ['text for options', { options: 'x' }, { options: ['Dictionary is expected.'] }],
    [
      'an option of an unknown type',
      { options: { order: [], options: { a: { type: 'magic', label: 'A' } } } },
      { options: { options: { a: { type: ['"magic" is not a valid choice.'] } } } },
    ],
    [
      'a plugin option of another kind',
      { plugin_options: { max_volumes: 'many' } },
      { plugin_options: { max_volumes: ['A valid integer is required.'] } },
    ],
    ['a link that is none', { access_url: 'nowhere' }, { access_url: ['Enter a valid URL.'] }],
    ['a latitude off the globe', { latitude: 91 }, { latitude: ['Ensure this value is less than or equal to 90.'] }],
    ['an unknown country', { country: 'XX' }, { country: ['"XX" is not a valid choice.'] }],
    [
      'a checklist for projects',
      { compliance_checklist: '/api/checklists-admin/00000000000000000000000000000000/' },
      { compliance_checklist: ['Checklist of type offering_compliance is expected.'] },
    ],
    [
      'a component that overflows into another offering',
      { components: [{ ...COMPONENTS[0], overage_component: '00000000000000000000000000000000' }] },
      { components: [{ overage_component: ['The offering has no component with this uuid.'] }] },
    ],
  ]

  test.each(cases)('%s is refused and nothing made', async (name, body, problem) => {
    const marked = { name: `Refused ${name}`, ...body }
    const answer = await create(marked)
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual(problem)
    expect(await offeringsNamed(marked.name)).toEqual([])
  })

  test('components other than the builtin ones are refused for types that bring their own', async () => {
    const made = await world.offering(provider.customer, { type: 'OpenStack.Tenant' })
    const answer = await post(`${OFFERINGS}${made.hex}/create_offering_component/`, { as: owner, body: COMPONENTS[0] })
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual({ components: ['Extra components are not allowed.'] })
  })

  test('PUT and PATCH of an offering are not allowed', async () => {
    const made = await world.offering(provider.customer)
    for (const method of ['PUT', 'PATCH'] as const) {
      expect((await request(method, `${OFFERINGS}${made.hex}/`, { as: owner, body: {} })).status).toBe(405)
    }
  })
})
