import { describe, expect, test } from 'vitest'
import { startTestApp, type Made } from '../harness/index.ts'

const { world, get } = await startTestApp()

const stranger = await world.user()

/** The only offering of a provider, as a stranger sees it. */
const shown = async (provider: { hex: string }) => {
  const { status, body } = await get(`/api/marketplace-service-providers/${provider.hex}/offerings/`, { as: stranger })
  expect(status).toBe(200)
  expect(body).toHaveLength(1)
  return body[0]
}

describe('an offering', () => {
  test('without anything around it', async () => {
    const provider = await world.provider()
    const category = await world.insert('category', { title: 'Sample category' })
    const offering = await world.offering(provider.customer, {
      name: 'Ööbik & Söhne',
      slug: 'oobik-1',
      type: 'Marketplace.Booking',
      state: 1,
      category_id: category.id,
    })
    expect(await shown(provider)).toEqual({
      uuid: offering.hex,
      customer_uuid: provider.customer.hex,
      name: 'Ööbik & Söhne',
      slug: 'oobik-1',
      category_title: 'Sample category',
      type: 'Marketplace.Booking',
      state: 'Draft',
      resources_count: 0,
      billing_price_estimate: {
        total: '0.0000000000',
        current: '0.0000000000',
        tax: '0.0000000000',
        tax_current: '0.0000000000',
      },
      components: [],
      plans: [],
      options: {},
      resource_options: {},
      thumbnail: null,
    })
  })

  test.each([
    [1, 'Draft'],
    [2, 'Active'],
    [3, 'Paused'],
    [4, 'Archived'],
    [5, 'Unavailable'],
  ])('in state %i is %s', async (state, label) => {
    const provider = await world.provider()
    await world.offering(provider.customer, { state })
    expect(await shown(provider)).toMatchObject({ state: label })
  })

  test('shows its options as they are stored', async () => {
    const provider = await world.provider()
    const options = {
      order: ['size', 'colour'],
      options: {
        size: { type: 'integer', label: 'Size', help_text: '', required: true, min: 1, max: 2.5, default: null },
        colour: { type: 'select_string', label: 'Colour', choices: ['red', 'green'] },
      },
    }
    const resourceOptions = { order: [], options: {} }
    await world.offering(provider.customer, { options, resource_options: resourceOptions })
    expect(await shown(provider)).toMatchObject({ options, resource_options: resourceOptions })
  })

  test('has its thumbnail, not its image, as an absolute URL that answers', async () => {
    const provider = await world.provider()
    const file = (name: string) =>
      world.insert('stored_file', { name, content: Buffer.from(name), size: name.length, mime_type: 'image/png' })
    const thumbnail = await file('sample-thumbnail.png')
    const image = await file('sample-image.png')
    await world.offering(provider.customer, { thumbnail_id: thumbnail.id, image_id: image.id })
    const { thumbnail: url } = await shown(provider)
    expect(url).toBe(`http://api.test/api/media/${thumbnail.hex}/`)
    const media = await get(new URL(url as string).pathname)
    expect([media.status, media.text, media.headers['content-type']]).toEqual([
      200,
      'sample-thumbnail.png',
      'image/png',
    ])
  })
})

describe('components', () => {
  const addComponent = (offering: Made, type: string, values: Record<string, unknown> = {}) =>
    world.insert('offering_component', { offering_id: offering.id, type, name: type, ...values })

  test('are complete and ordered by name', async () => {
    const provider = await world.provider()
    const offering = await world.offering(provider.customer, { type: 'OpenStack.Tenant' })
    const overage = await addComponent(offering, 'gpu', { name: 'Zusatz' })
    const ram = await addComponent(offering, 'ram', {
      name: 'Memory',
      description: 'Sample description',
      billing_type: 'limit',
      measured_unit: 'GB',
      unit_factor: 1024,
      limit_period: 'quarterly',
      limit_amount: 7,
      article_code: 'A-1',
      max_value: 100,
      min_value: 0,
      max_available_limit: 500,
      default_limit: 8,
      is_boolean: true,
      is_prepaid: true,
      overage_component_id: overage.id,
      min_prepaid_duration: 1,
      max_prepaid_duration: 12,
    })
    const { components } = await shown(provider)
    expect(components).toEqual([
      {
        uuid: ram.hex,
        billing_type: 'limit',
        type: 'ram',
        name: 'Memory',
        description: 'Sample description',
        measured_unit: 'GB',
        unit_factor: 1024,
        limit_period: 'quarterly',
        limit_amount: 7,
        article_code: 'A-1',
        max_value: 100,
        min_value: 0,
        max_available_limit: 500,
        is_boolean: true,
        default_limit: 8,
        factor: 1024,
        is_builtin: true,
        is_prepaid: true,
        overage_component: overage.hex,
        min_prepaid_duration: 1,
        max_prepaid_duration: 12,
      },
      {
        uuid: overage.hex,
        billing_type: 'fixed',
        type: 'gpu',
        name: 'Zusatz',
        description: '',
        measured_unit: '',
        unit_factor: 1,
        limit_period: null,
        limit_amount: null,
        article_code: '',
        max_value: null,
        min_value: null,
        max_available_limit: null,
        is_boolean: false,
        default_limit: null,
        factor: null,
        is_builtin: false,
        is_prepaid: false,
        overage_component: null,
        min_prepaid_duration: null,
        max_prepaid_duration: null,
      },
    ])
  })

  test('belong to their own offering', async () => {
    const provider = await world.provider()
    const first = await addComponent(await world.offering(provider.customer, { name: 'first' }), 'cpu')
    const second = await addComponent(await world.offering(provider.customer, { name: 'second' }), 'cpu')
    const { body } = await get(`/api/marketplace-service-providers/${provider.hex}/offerings/`, { as: stranger })
    expect(body).toMatchObject([
      { name: 'first', components: [{ uuid: first.hex }] },
      { name: 'second', components: [{ uuid: second.hex }] },
    ])
  })

  test.each<[string, Record<string, number>]>([
    ['OpenStack.Tenant', { cores: 1, ram: 1024, storage: 1024 }],
    ['VMware.VirtualMachine', { cpu: 1, ram: 1024, disk: 1024 }],
    ['SlurmInvoices.SlurmPackage', { cpu: 1, gpu: 1, ram: 1 }],
    ['Marketplace.Rancher', { node: 1 }],
    ['Marketplace.Basic', {}],
    ['Marketplace.Slurm', {}],
    ['Marketplace.Script', {}],
    ['Support.OfferingTemplate', {}],
    ['OpenStack.Instance', {}],
    ['Sample.Unknown', {}],
  ])('%s brings along %j', async (offeringType, factors) => {
    const provider = await world.provider()
    const offering = await world.offering(provider.customer, { type: offeringType })
    const types = ['cores', 'cpu', 'disk', 'gpu', 'node', 'other', 'ram', 'storage']
    for (const type of types) await addComponent(offering, type)
    const { components } = await shown(provider)
    const seen = (components as Record<string, unknown>[]).map(({ type, factor, is_builtin }) => ({
      type,
      factor,
      is_builtin,
    }))
    expect(seen).toEqual(
      types.map((type) => ({ type, factor: factors[type] ?? null, is_builtin: factors[type] !== undefined })),
    )
  })
})
