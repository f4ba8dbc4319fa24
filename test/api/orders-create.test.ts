import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { startTestApp } from '../harness/index.ts'
import { orderScene, ORDERS } from '../harness/order-scene.ts'

const app = await startTestApp()
const { world, database, post } = app
const scene = await orderScene(app)

const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
const setOffering = (offering: { id: string }, assignment: ReturnType<typeof sql>) =>
  database.transaction((transaction) =>
    transaction.writeRolledUp(sql`update offering set ${assignment} where id = ${offering.id}`, (rollup) => {
      rollup.offering(offering.id)
    }),
  )
const counts = () =>
  database.one(sql`
    select (select count(*) from resource) as resources, (select count(*) from marketplace_order) as orders,
      (select count(*) from event) as events
  `)

const UNKNOWN = '00000000000040008000000000000000'
const NOT_THERE = ['Invalid hyperlink - Object does not exist.']

test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  ['no offering', { offering: undefined }, { offering: ['This field is required.'] }],
  ['no project', { project: undefined }, { project: ['This field is required.'] }],
  ['an unknown offering', { offering: `/api/marketplace-public-offerings/${UNKNOWN}/` }, { offering: NOT_THERE }],
  [
    'a link to something else',
    { offering: `/api/projects/${UNKNOWN}/` },
    { offering: ['Invalid hyperlink - Incorrect URL match.'] },
  ],
  ['an unknown project', { project: `/api/projects/${UNKNOWN}/` }, { project: NOT_THERE }],
  ['an unknown plan', { plan: `/api/marketplace-plans/${UNKNOWN}/` }, { plan: NOT_THERE }],
  ['no plan', { plan: undefined }, { plan: ['This field is required.'] }],
  ['no name', { attributes: {} }, { attributes: { name: ['This field is required.'] } }],
  ['no attributes', { attributes: undefined }, { attributes: { name: ['This field is required.'] } }],
  ['a blank name', { attributes: { name: ' ' } }, { attributes: { name: ['This field may not be blank.'] } }],
  [
    'a long name',
    { attributes: { name: 'x'.repeat(151) } },
    { attributes: { name: ['Ensure this field has no more than 150 characters.'] } },
  ],
  ['attributes that are a list', { attributes: [] }, { attributes: ['Dictionary is expected.'] }],
  ['limits that are a list', { limits: [1] }, { limits: ['Expected a dictionary of items but got type "list".'] }],
  ['a limit that is no number', { limits: { ram: 'much' } }, { limits: { ram: ['A valid integer is required.'] } }],
  ['a fraction', { limits: { ram: 1.5 } }, { limits: { ram: ['A valid integer is required.'] } }],
  ['a limit below nothing', { limits: { ram: -1 } }, { limits: ['The limit of ram cannot be negative.'] }],
  ['unknown limits', { limits: { disk: 1, cpu: 1 } }, { limits: ['Invalid types: cpu, disk.'] }],
  ['a limit for what is fixed', { limits: { node: 1 } }, { limits: ['Invalid types: node.'] }],
  ['a start in the past', { start_date: day(-1) }, { start_date: ['Cannot be earlier than the current date.'] }],
  [
    'an end in the past',
    { attributes: { name: 'a', end_date: day(-1) } },
    { end_date: ['Cannot be earlier than the current date.'] },
  ],
  ['a callback that is no address', { callback_url: 'nowhere' }, { callback_url: ['Enter a valid URL.'] }],
  [
    'a long comment',
    { request_comment: 'x'.repeat(256) },
    { request_comment: ['Ensure this field has no more than 255 characters.'] },
  ],
  ['an unknown type', { type: 'Other' }, { type: ['"Other" is not a valid choice.'] }],
  [
    'the type of an action',
    { type: 'Terminate' },
    { type: ['Use the actions of a resource for orders of this type.'] },
  ],
])('refuses %s, and nothing is written', async (_what, changes, messages) => {
  const before = await counts()
  const { status, body } = await scene.order(scene.member, changes)
  expect([status, body]).toEqual([400, messages])
  expect(await counts()).toEqual(before)
})

test('refuses a link to an offering that is not active', async () => {
  for (const state of [1, 3, 4, 5]) {
    const other = await orderScene(app, { offering: { state } })
    const { status, body } = await other.order(other.member)
    expect([state, status, body]).toEqual([state, 400, { offering: ['Offering is not available.'] }])
  }
})

test('a private offering is for projects of its organization, or for its own project', async () => {
  const { provider, member, project, order, offering } = await orderScene(app, { offering: { shared: false } })
  expect((await order(member)).body).toEqual({ offering: NOT_THERE })
  const home = await world.project(provider.customer)
  const insider = await world.member(home)
  const inside = await order(insider, { project: `/api/projects/${home.hex}/` })
  expect(inside.status, inside.text).toBe(201)
  await setOffering(offering, sql`project_id = ${project.id}`)
  expect((await order(member)).status).toBe(201)
  // Its own project, and no other of the organization.
  expect((await order(insider, { project: `/api/projects/${home.hex}/` })).body).toEqual({ offering: NOT_THERE })
})

test('an offering for groups of organizations is for no others', async () => {
  const own = await orderScene(app)
  const group = await world.insert('organization_group', { name: 'Universities' })
  await world.link('offering_organization_group', { offering_id: own.offering.id, organization_group_id: group.id })
  expect((await own.order(own.member)).body).toEqual({ offering: ['Offering is not available.'] })
  await world.link('customer_organization_group', { customer_id: own.consumer.id, organization_group_id: group.id })
  expect((await own.order(own.member)).status).toBe(201)
  await world.link('plan_organization_group', {
    plan_id: own.plan.id,
    organization_group_id: (await world.insert('organization_group', { name: 'Industry' })).id,
  })
  expect((await own.order(own.member)).body).toEqual({ plan: ['Plan is not available.'] })
})

test.each([
  ['blocked', 'Blocked organization is not available.'],
  ['archived', 'Archived organization is not available.'],
])('below an organization that is %s nothing is ordered', async (flag, message) => {
  const own = await orderScene(app)
  await database.transaction((transaction) =>
    transaction.writeRolledUp(
      sql`update customer set blocked = ${flag === 'blocked'}, archived = ${flag === 'archived'} where id = ${own.consumer.id}`,
      (rollup) => {
        rollup.customer(own.consumer.id)
      },
    ),
  )
  for (const as of [own.member, own.staff]) {
    const { status, body } = await own.order(as)
    expect([status, body]).toEqual([400, [message]])
  }
})

test('a removed project orders nothing', async () => {
  const own = await orderScene(app, { project: { is_removed: true } })
  expect((await own.order(own.staff)).body).toEqual({ project: NOT_THERE })
})

describe('plans', () => {
  test('of another offering, or archived, are refused', async () => {
    const other = await orderScene(app)
    const foreign = await scene.order(scene.member, { plan: `/api/marketplace-plans/${other.plan.hex}/` })
    expect(foreign.body).toEqual({ plan: ['This plan is not available for selected offering.'] })
    const archived = await world.insert('plan', { offering_id: scene.offering.id, name: 'Old', archived: true })
    const old = await scene.order(scene.member, { plan: `/api/marketplace-plans/${archived.hex}/` })
    expect(old.body).toEqual({ plan: ['Plan is not available.'] })
  })

  test('are given out as often as they may be, and again when a resource is gone', async () => {
    const own = await orderScene(app, { plan: { max_amount: 1 } })
    const { resource } = await own.running()
    const full = { plan: ['Plan is not available because limit has been reached.'] }
    expect((await own.order(own.member)).body).toEqual(full)
    // Nor by a switch.
    const second = await own.running({ plan: `/api/marketplace-plans/${own.otherPlan.hex}/` })
    const plan = `/api/marketplace-plans/${own.plan.hex}/`
    expect((await own.actOn(second.resource, 'switch_plan', own.admin, { plan })).body).toEqual(full)
    const end = await own.actOn(resource, 'terminate', own.consumerOwner)
    await own.act(end.body.order_uuid, 'approve_by_provider', own.owner)
    await own.act(end.body.order_uuid, 'set_state_done', own.owner)
    // A switch that is only ordered holds the place.
    expect((await own.actOn(second.resource, 'switch_plan', own.admin, { plan })).status).toBe(200)
    expect((await own.order(own.member)).body).toEqual(full)
  })

  test('are not asked for by an offering that has none', async () => {
    const offering = await world.offering(scene.provider.customer)
    const made = await scene.order(scene.member, {
      offering: `/api/marketplace-provider-offerings/${offering.uuid}/`,
      plan: undefined,
      limits: undefined,
    })
    expect(made.status, made.text).toBe(201)
    expect(made.body).toMatchObject({ plan: null, plan_uuid: null, cost: null, limits: {} })
  })
})

describe('limits', () => {
  test.each<[string, Record<string, unknown>, number, string]>([
    ['above the most', { max_value: 8 }, 9, 'The limit 9 value of ram cannot be more than 8.'],
    ['below the least', { min_value: 3 }, 2, 'The limit 2 value of ram cannot be less than 3.'],
    ['of a switch', { is_boolean: true }, 2, 'The limit of ram must be 0 or 1.'],
    ['of all that there is', { max_available_limit: 10 }, 11, 'Requested 11 of ram, but only 10 is available.'],
  ])('%s', async (_what, component, value, message) => {
    const own = await orderScene(app, { component })
    expect((await own.order(own.member, { limits: { ram: value } })).body).toEqual({ limits: [message] })
    const fitting = own.order(own.member, { limits: { ram: component.min_value ?? 1 } })
    expect((await fitting).status).toBe(201)
  })

  test('what others have, or have ordered, is taken', async () => {
    const own = await orderScene(app, { component: { max_available_limit: 10 } })
    const { resource } = await own.running({ limits: { ram: 4 } })
    const raised = await own.actOn(resource, 'update_limits', own.admin, { limits: { ram: 7 } })
    expect(raised.status, raised.text).toBe(200)
    expect((await own.order(own.member, { limits: { ram: 4 } })).body).toEqual({
      limits: ['Requested 4 of ram, but only 3 is available.'],
    })
    await own.act(raised.body.order_uuid, 'cancel', own.admin)
    expect((await own.order(own.member, { limits: { ram: 6 } })).status).toBe(201)
    expect((await own.order(own.member, { limits: { ram: 1 } })).status).toBe(400)
  })
})

describe('options of the offering', () => {
  const options = {
    order: ['os', 'cores', 'backup', 'tags', 'until', 'budget', 'note'],
    options: {
      os: { type: 'select_string', label: 'System', required: true, choices: ['linux', 'bsd'] },
      cores: { type: 'integer', label: 'Cores', min: 1, max: 8, default: 2 },
      backup: { type: 'boolean', label: 'Backup' },
      tags: { type: 'select_string_multi', label: 'Tags', choices: ['a', 'b'] },
      until: { type: 'date', label: 'Until' },
      budget: { type: 'money', label: 'Budget', max: 100 },
      note: { type: 'string', label: 'Note' },
    },
  }

  test('are required and typed, all problems at once', async () => {
    const own = await orderScene(app, { offering: { options } })
    const { status, body } = await own.order(own.member, {
      attributes: { name: 'a', cores: 9, backup: 'perhaps', tags: ['c'], until: 'soon', budget: 101, note: [] },
    })
    expect([status, body]).toEqual([
      400,
      {
        attributes: {
          os: ['This field is required.'],
          cores: ['Ensure this value is less than or equal to 8.'],
          backup: ['Must be a valid boolean.'],
          tags: ['"c" is not a valid choice.'],
          until: ['Date has wrong format. Use one of these formats instead: YYYY-MM-DD.'],
          budget: ['Ensure this value is less than or equal to 100.'],
          note: ['Not a valid string.'],
        },
      },
    ])
  })

  test('get their defaults, and further attributes are kept', async () => {
    const own = await orderScene(app, { offering: { options } })
    const { body } = await own.order(own.member, { attributes: { name: 'a', os: 'bsd', further: { x: [1] } } })
    expect(body.attributes).toEqual({ name: 'a', os: 'bsd', cores: 2, further: { x: [1] } })
  })
})

describe('terms of service', () => {
  const message = (name: string) => ({
    non_field_errors: [`Terms of service for offering '${name}' have not been accepted.`],
  })

  test('must be accepted once, before or with the order', async () => {
    const own = await orderScene(app, { offering: { name: 'Cluster' } })
    await world.insert('offering_terms_of_service', { offering_id: own.offering.id, version: '1', is_active: true })
    expect((await own.order(own.member)).body).toEqual(message('Cluster'))
    expect((await own.order(own.member, { accepting_terms_of_service: false })).body).toEqual(message('Cluster'))
    expect((await own.order(own.member, { accepting_terms_of_service: true })).status).toBe(201)
    expect(
      await database.rows(sql`
        select version, revocation_date from user_offering_consent
        where user_id = ${own.member.id} and offering_id = ${own.offering.id}
      `),
    ).toEqual([{ version: '1', revocation_date: null }])
    expect((await own.order(own.member)).status).toBe(201)
    // Somebody else has not.
    expect((await own.order(own.admin)).body).toEqual(message('Cluster'))
  })

  test('of a private offering, or not in force, need no consent', async () => {
    const own = await orderScene(app)
    await world.insert('offering_terms_of_service', { offering_id: own.offering.id, version: '1' })
    expect((await own.order(own.member)).status).toBe(201)
  })
})

test('resource and order take over what was sent', async () => {
  const until = day(30)
  const made = await scene.order(scene.member, {
    attributes: { name: ' Sample cluster ', description: 'for tests', end_date: until },
    callback_url: 'https://example.org/back',
    slug: 'ignored',
  })
  expect(made.status, made.text).toBe(201)
  expect(made.body).toMatchObject({
    resource_name: 'Sample cluster',
    callback_url: 'https://example.org/back',
    slug: expect.stringMatching(/^sample-c-\d+$/),
  })
  const resource = await app.get(`${ORDERS}${made.body.uuid}/resource/`, { as: scene.admin })
  expect(resource.body).toMatchObject({
    name: 'Sample cluster',
    description: 'for tests',
    end_date: until,
    end_date_requested_by: `http://api.test/api/users/${scene.member.hex}/`,
    slug: expect.stringMatching(/^sample-c-\d+$/),
  })
  const byStaff = await scene.order(scene.staff, { slug: 'my-own' })
  expect(byStaff.body.slug).toBe('my-own')
})

test('nobody calls the address that an order names', async () => {
  let calls = 0
  const listener = createServer((_request, response) => {
    calls++
    response.end()
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void listener.close())
  const { port } = listener.address() as AddressInfo
  const callback_url = `http://127.0.0.1:${String(port)}/order`
  const { body } = await scene.order(scene.staff, { callback_url })
  await scene.act(body.uuid, 'approve_by_provider', scene.owner)
  await scene.act(body.uuid, 'set_state_done', scene.owner)
  expect((await app.get(`${ORDERS}${body.uuid}/`, { as: scene.staff })).body).toMatchObject({
    state: 'done',
    callback_url,
  })
  await fetch(callback_url)
  expect(calls).toBe(1)
})

test('a body that is no object, or no JSON, is a 400', async () => {
  expect((await post(ORDERS, { as: scene.member, body: [] })).status).toBe(400)
  const broken = await post(ORDERS, {
    as: scene.member,
    payload: '{"offering":',
    headers: { 'content-type': 'application/json' },
  })
  expect(broken.status).toBe(400)
})
