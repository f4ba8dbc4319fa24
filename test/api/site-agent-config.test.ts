import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { sql } from '../../server/db/sql.ts'
import { startTestApp, type Made, type Marketplace } from '../harness/index.ts'

const { world, post, database } = await startTestApp()

const generate = async ({ base, owner }: Marketplace, offerings: readonly Made[], body = {}) => {
  const answer = await post(`${base}generate_site_agent_config/`, {
    as: owner,
    body: { offering_uuids: offerings.map(({ hex }) => hex), ...body },
  })
  expect(answer.status, answer.text).toBe(200)
  return answer
}

/** As the agent reads it, which knows YAML 1.1; a reader of YAML 1.2 must understand the same. */
const read = (text: string) => {
  const content = parse(text, { version: '1.1' })
  expect(parse(text)).toEqual(content)
  return content
}

const generated = async (market: Marketplace, offerings: readonly Made[], body = {}) =>
  read((await generate(market, offerings, body)).text)

test('the whole file for a bare offering', async () => {
  const market = await world.marketplace()
  const offering = await world.offering(market.provider.customer, {
    uuid: 'abcdefab-0000-4000-8000-0000000000cc',
    name: 'Sample cluster',
  })
  const { headers, text } = await generate(market, [offering])
  expect(headers['content-type']).toBe('text/plain; charset=utf-8')
  const generatedAt = /^# Generated: (\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z)$/m.exec(text)?.[1]
  expect(text).toBe(`# Configuration of the site agent
# Generated: ${generatedAt!}
# Replace <YOUR_API_TOKEN_HERE> and <YOUR_SLURM_HOST>; keep this file secret afterwards.
# Documentation: https://docs.waldur.com/
# Install as /etc/waldur/waldur-site-agent-config.yaml

sentry_dsn: ''
timezone: UTC
offerings:
- name: Sample cluster
  waldur_api_url: http://api.test/api/
  waldur_api_token: <YOUR_API_TOKEN_HERE>
  waldur_offering_uuid: abcdefab0000400080000000000000cc
  order_processing_backend: slurm
  membership_sync_backend: slurm
  reporting_backend: slurm
  backend_settings:
    default_account: root
    customer_prefix: ''
    project_prefix: ''
    allocation_prefix: ''
    qos_downscaled: limited
    qos_paused: paused
    qos_default: normal
    hostname: <YOUR_SLURM_HOST>
    enable_user_homedir_account_creation: false
  backend_components: {}
`)
})

test('the time of the header is that of the clock', async () => {
  const market = await world.marketplace()
  const before = Math.floor(Date.now() / 1000) * 1000
  const { text } = await generate(market, [market.offering])
  const time = Date.parse(/^# Generated: (.*)$/m.exec(text)![1]!)
  expect(time).toBeGreaterThanOrEqual(before)
  expect(time).toBeLessThanOrEqual(Date.now())
})

test('offerings in the order of the request, each once, in both forms of uuid', async () => {
  const market = await world.marketplace()
  const [first, second] = [
    await world.offering(market.provider.customer, { name: 'first' }),
    await world.offering(market.provider.customer, { name: 'second' }),
  ]
  const offering_uuids = [second.uuid, first.hex, second.hex, market.offering.uuid.toUpperCase()]
  const { offerings } = await generated(market, [], { offering_uuids })
  expect(offerings.map((offering: { waldur_offering_uuid: string }) => offering.waldur_offering_uuid)).toEqual([
    second.hex,
    first.hex,
    market.offering.hex,
  ])
})

test('offerings of every state and type, not shared and not billable', async () => {
  const market = await world.marketplace()
  const offerings = []
  for (const state of [1, 2, 3, 4, 5]) {
    offerings.push(await world.offering(market.provider.customer, { state, shared: false, billable: false }))
  }
  expect((await generated(market, offerings)).offerings).toHaveLength(5)
})

test('plugin options of the same name replace settings, others and nulls do not', async () => {
  const market = await world.marketplace()
  const offering = await world.offering(market.provider.customer, {
    plugin_options: {
      default_account: 'sample-root',
      customer_prefix: 'c_',
      project_prefix: '',
      allocation_prefix: null,
      qos_paused: 'stopped',
      hostname: 'slurm.example.org',
      enable_user_homedir_account_creation: true,
      service_provider_can_create_offering_user: true,
      secret: 'not for the file',
    },
  })
  const { text } = await generate(market, [offering])
  expect(Object.entries(read(text).offerings[0].backend_settings)).toEqual([
    ['default_account', 'sample-root'],
    ['customer_prefix', 'c_'],
    ['project_prefix', ''],
    ['allocation_prefix', ''],
    ['qos_downscaled', 'limited'],
    ['qos_paused', 'stopped'],
    ['qos_default', 'normal'],
    ['hostname', 'slurm.example.org'],
    ['enable_user_homedir_account_creation', true],
  ])
  expect(text).not.toContain('not for the file')
})

test('components, by name; unset and zero factors are one', async () => {
  const market = await world.marketplace()
  const component = (type: string, name: string, values: Record<string, unknown>) =>
    world.insert('offering_component', { offering_id: market.offering.id, type, name, ...values })
  await component('ram', 'RAM', { measured_unit: 'GB-Hours', unit_factor: 1024, billing_type: 'limit' })
  await component('cpu', 'CPU', { measured_unit: 'k-Hours', unit_factor: 60, billing_type: 'usage' })
  await component('node', 'Node', { unit_factor: 0, billing_type: 'fixed' })
  await component('setup', 'Once', { billing_type: 'one' })
  await component('switch', 'Switch', { billing_type: 'few' })
  const other = await world.offering(market.provider.customer)
  await world.insert('offering_component', { offering_id: other.id, type: 'gpu', name: 'GPU' })
  const { offerings } = await generated(market, [market.offering])
  const limit = { measured_unit: '', unit_factor: 1, accounting_type: 'limit' }
  expect(Object.entries(offerings[0].backend_components)).toEqual([
    ['cpu', { measured_unit: 'k-Hours', unit_factor: 60, accounting_type: 'usage', label: 'CPU' }],
    ['node', { ...limit, label: 'Node' }],
    ['setup', { ...limit, label: 'Once' }],
    ['ram', { measured_unit: 'GB-Hours', unit_factor: 1024, accounting_type: 'limit', label: 'RAM' }],
    ['switch', { ...limit, label: 'Switch' }],
  ])
  expect(Object.keys(offerings[0].backend_components.cpu)).toEqual([
    'measured_unit',
    'unit_factor',
    'accounting_type',
    'label',
  ])
})

const makePolicy = (offering: Made, values = {}) =>
  world.insert('slurm_periodic_policy', { offering_id: offering.id, ...values })

test('the policy of an offering, unless it is not wanted', async () => {
  const market = await world.marketplace()
  const bare = await world.offering(market.provider.customer)
  await makePolicy(market.offering, {
    limit_type: 'MaxTRESMins',
    tres_billing_enabled: false,
    tres_billing_weights: { CPU: 0.015625, 'gres/gpu': 2 },
    carryover_factor: 30,
    grace_ratio: '0.25',
    carryover_enabled: false,
    raw_usage_reset: false,
    qos_strategy: 'progressive',
  })
  await makePolicy(market.offering, { limit_type: 'of a later policy' })
  const { offerings } = await generated(market, [market.offering, bare])
  expect(Object.entries(offerings[0].policy_settings)).toEqual([
    ['limit_type', 'MaxTRESMins'],
    ['tres_billing_enabled', false],
    ['tres_billing_weights', { CPU: 0.015625, 'gres/gpu': 2 }],
    ['carryover_factor', 30],
    ['grace_ratio', 0.25],
    ['carryover_enabled', false],
    ['raw_usage_reset', false],
    ['qos_strategy', 'progressive'],
  ])
  expect(Object.keys(offerings[0]).at(-1)).toBe('policy_settings')
  expect(offerings[1]).not.toHaveProperty('policy_settings')
  const without = await generated(market, [market.offering], { include_policy_settings: false })
  expect(without.offerings[0]).not.toHaveProperty('policy_settings')
})

test.each([
  ['0.2', '0.2'],
  ['1', '1.0'],
  ['0', '0.0'],
  ['0.1234', '0.1234'],
])('the grace ratio %s is written as the float %s', async (stored, written) => {
  const market = await world.marketplace()
  await makePolicy(market.offering, { grace_ratio: stored })
  const { text } = await generate(market, [market.offering])
  expect(text).toContain(`    grace_ratio: ${written}\n`)
})

test('time zone and address of the caller replace the defaults', async () => {
  const market = await world.marketplace()
  const body = { timezone: 'Europe/Tallinn', waldur_api_url: 'https://waldur.example.org/api/' }
  const { timezone, offerings } = await generated(market, [market.offering], body)
  expect(timezone).toBe('Europe/Tallinn')
  expect(offerings[0].waldur_api_url).toBe('https://waldur.example.org/api/')
})

test.each([
  'yes',
  'no',
  'On',
  'null',
  '~',
  '12:30:45',
  '0o17',
  '1_000',
  '1e3',
  '2024-02-29',
  'a: b',
  '- a',
  '# no comment',
  "it's",
  '"quoted"',
  '{a: b}',
  '<<',
  '=',
  'Großrechner',
  'line\nbreak',
  `${'long '.repeat(28)}name`,
])('the name %j stays the same text for readers of YAML 1.1 and 1.2', async (name) => {
  const market = await world.marketplace()
  const offering = await world.offering(market.provider.customer, { name })
  const { offerings } = await generated(market, [offering])
  expect(offerings[0].name).toBe(name)
})

test.each(['12345678-9012-4345-8901-234567890123', '12345678-9012-4345-8901-2345678901e2'])(
  'the uuid %s does not turn into a number',
  async (uuid) => {
    const market = await world.marketplace()
    const offering = await world.offering(market.provider.customer, { uuid })
    const { offerings } = await generated(market, [offering])
    expect(offerings[0].waldur_offering_uuid).toBe(offering.hex)
  },
)

test('nothing is changed', async () => {
  const market = await world.marketplace()
  const count = async () => (await database.one<{ events: string }>(sql`select count(*) as events from event`)).events
  const before = await count()
  await generate(market, [market.offering])
  expect(await count()).toBe(before)
})
