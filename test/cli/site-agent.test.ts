import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase } from '../harness/index.ts'
import { ids, TOKEN } from '../importer/fixture-ids.ts'
import { fixture } from '../importer/fixture.ts'
import { call, run, serve, writeJson, type Server } from './process.ts'

// What the site agent does first with a preset: load, log in with its token, read the provider, change its team.

type Row = Record<string, unknown>

interface Preset {
  name: string
  content: Record<string, Row[]>
  token: string
  provider: string
  /** A member of a project, to be taken into the team. */
  member: string
  /** Uuids of the provider's users and projects: those with a resource that is not terminated. */
  users: readonly string[]
  projects: readonly string[]
}

const presets: Preset[] = [
  {
    name: 'the fixture of the loader',
    content: fixture() as Preset['content'],
    token: TOKEN,
    provider: ids.provider,
    member: ids.member,
    users: [ids.member],
    projects: [ids.project],
  },
]

const agentPreset = process.env.PURVEYOR_TEST_PRESET
if (agentPreset === undefined) {
  console.log('The preset of the site agent is not tested: PURVEYOR_TEST_PRESET does not name its file.')
} else {
  presets.push({
    name: 'the preset of the site agent',
    content: JSON.parse(readFileSync(agentPreset, 'utf8')) as Preset['content'],
    token: 'e2e0000000000000000000000000token001',
    provider: 'e2ee0000000000000000000000000001',
    member: 'e2ea0000000000000000000000000002',
    users: [],
    projects: [],
  })
}

describe.each(presets)('$name', async ({ content, token, provider, member, users, projects }) => {
  const rows = (section: string): Row[] => content[section] ?? []
  const { url } = await createTestDatabase()
  let server: Server
  let base: string

  beforeAll(async () => {
    const settings = { DATABASE_URL: url, SECRET_KEYS: `1:${'3c'.repeat(32)}` }
    expect(await run(['load', writeJson('preset.json', content)], settings)).toMatchObject({ code: 0, stderr: '' })
    server = await serve(settings)
    base = `${server.url}/api/marketplace-service-providers/${provider}/`
  })
  afterAll(() => server.stop())

  const get = async (path = '') => {
    const answer = await call(base + path, { token })
    expect(answer.status).toBe(200)
    return answer.body
  }

  test('the provider is listed and retrieved', async () => {
    const { body } = await call(`${server.url}/api/marketplace-service-providers/`, { token })
    expect((body as Row[]).map(({ uuid }) => uuid)).toEqual([provider])
    const [row] = rows('service_providers')
    expect(await get()).toMatchObject({
      uuid: provider,
      customer_uuid: row?.customer_uuid,
      description: row?.description ?? '',
      offering_count: rows('offerings').filter(({ state }) => state === 2).length,
    })
  })

  test('its offerings have the components and plans of the file', async () => {
    const expected = rows('offerings').filter(({ shared }) => shared)
    const offerings = (await get('offerings/?page_size=100')) as Row[]
    expect(offerings.map(({ uuid }) => uuid).sort()).toEqual(expected.map(({ uuid }) => uuid).sort())
    for (const offering of expected) {
      const found = offerings.find(({ uuid }) => uuid === offering.uuid)
      expect(found).toMatchObject({ name: offering.name, type: offering.type, state: 'Active' })
      expect(byUuid(found?.components)).toMatchObject(
        byUuid(ofOffering('offering_components', offering).map((row) => named(row, COMPONENT_KEYS))),
      )
      expect(byUuid(found?.plans)).toMatchObject(
        byUuid(ofOffering('plans', offering).map((row) => ({ ...named(row, PLAN_KEYS), ...pricesOf(row) }))),
      )
      expect(found?.components).toHaveLength(ofOffering('offering_components', offering).length)
      expect(found?.plans).toHaveLength(ofOffering('plans', offering).length)
    }
  })

  const ofOffering = (section: string, offering: Row) =>
    rows(section).filter((row) => row.offering_uuid === offering.uuid)

  const typeOf = (uuid: unknown) => rows('offering_components').find((row) => row.uuid === uuid)?.type as string

  /** The components of a plan as the offering shows them. */
  const pricesOf = (plan: Row) => {
    const parts = rows('plan_components')
      .filter(({ plan_uuid }) => plan_uuid === plan.uuid)
      .map(({ component_uuid, amount, price }) => ({ type: typeOf(component_uuid), amount, price: tenDigits(price) }))
    return {
      components: expect.toSatisfy((shown: Row[]) => {
        const seen = shown.map(({ type, amount, price }) => ({ type, amount, price }))
        expect(seen).toHaveLength(parts.length)
        expect(seen).toEqual(expect.arrayContaining(parts))
        return true
      }),
      prices: Object.fromEntries(parts.map(({ type, price }) => [type, price])),
    }
  }

  test('users and projects are those with a resource', async () => {
    expect(((await get('users/')) as Row[]).map(({ uuid }) => uuid)).toEqual(users)
    expect(((await get('projects/')) as Row[]).map(({ uuid }) => uuid)).toEqual(projects)
  })

  test('a member is taken into the team, extended and removed', async () => {
    const change = (action: string, expiration_time?: string) =>
      call(`${base}${action}/`, { token, body: { user: member, role: 'CUSTOMER.MANAGER', expiration_time } })
    const team = async () =>
      ((await get('list_users/')) as Row[]).map(({ user_uuid, role_name, expiration_time }) => ({
        user_uuid,
        role_name,
        expiration_time,
      }))
    const manager = { user_uuid: member, role_name: 'CUSTOMER.MANAGER' }
    const [first, extended] = ['2090-01-01T00:00:00Z', '2091-01-01T00:00:00Z']

    expect(await team()).toEqual([])
    expect(await change('add_user', first)).toEqual({ status: 201, body: { expiration_time: first } })
    expect(await team()).toEqual([{ ...manager, expiration_time: first }])
    expect(await change('update_user', extended)).toEqual({ status: 200, body: { expiration_time: extended } })
    expect(await team()).toEqual([{ ...manager, expiration_time: extended }])
    expect((await change('delete_user')).status).toBe(200)
    expect(await team()).toEqual([])
    expect((await change('update_user', extended)).status).toBe(400)
  })
})

const COMPONENT_KEYS = ['uuid', 'type', 'name', 'description', 'billing_type', 'measured_unit']
const PLAN_KEYS = ['uuid', 'name', 'description', 'unit']

/** What the file says about the keys; an empty text is left to the default. */
const named = (row: Row, keys: readonly string[]): Row =>
  Object.fromEntries(keys.filter((key) => Boolean(row[key])).map((key) => [key, row[key]]))

const byUuid = (list: unknown): Record<string, Row> =>
  Object.fromEntries((list as Row[]).map((row) => [String(row.uuid), row]))

const tenDigits = (price: unknown): string => Number(price).toFixed(10)
