import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp, type MadeUser } from '../harness/index.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'

const { world, get, post, request, database } = await startTestApp()

const CUSTOMERS = '/api/customers/'
const FORBIDDEN = { detail: 'You do not have permission to perform this action.' }
const pathOf = (customer: { hex: string }) => `${CUSTOMERS}${customer.hex}/`
const patch = (customer: { hex: string }, as: MadeUser, body: unknown) =>
  request('PATCH', pathOf(customer), { as, body })

const stored = (uuid: string) =>
  database.maybeOne<Record<string, unknown>>(sql`select * from customer where uuid = ${uuid}`)

describe('changes', () => {
  test('by an owner leave what only staff sets', async () => {
    const customer = await world.customer({ name: 'Before', agreement_number: 'A-1' })
    const owner = await world.owner(customer)
    const answer = await request('PUT', pathOf(customer), {
      as: owner,
      body: {
        name: 'After',
        blocked: true,
        archived: true,
        default_tax_percent: 9,
        domain: 'x',
        agreement_number: 'B',
      },
    })
    expect([answer.status, answer.body]).toMatchObject([
      200,
      {
        name: 'After',
        blocked: false,
        archived: false,
        default_tax_percent: '0.00',
        domain: '',
        agreement_number: 'A-1',
      },
    ])
    const [event] = await eventsOf(database, 'customer', customer)
    expect(event).toMatchObject({ event_type: 'customer_update_succeeded' })
  })

  test('of different fields at once all survive, and the name reaches the lists of providers', async () => {
    const { consumer, base, owner } = await world.marketplace()
    const holder = await world.owner(consumer)
    const answers = await Promise.all([
      patch(consumer, holder, { name: 'Renamed Sample' }),
      patch(consumer, holder, { abbreviation: 'RS' }),
      patch(consumer, holder, { slug: '' }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    const { body } = await get(`${base}customers/`, { as: owner })
    expect(body).toMatchObject([{ name: 'Renamed Sample', abbreviation: 'RS' }])
    expect(await reconcile(database)).toEqual([])
  })

  test('of a blocked or archived organization are for staff', async () => {
    const blocked = await world.customer({ blocked: true })
    const archived = await world.customer({ archived: true })
    const owner = await world.owner(blocked)
    await world.grant(owner, 'CUSTOMER.OWNER', 'customer', archived)
    expect((await patch(blocked, owner, { name: 'X' })).body).toEqual(['Blocked organization is not available.'])
    const refused = await patch(archived, owner, { name: 'X' })
    expect([refused.status, refused.body]).toEqual([400, ['Archived organization is not available.']])
    const contact = await post(`${pathOf(blocked)}contact/`, { as: owner, body: {} })
    expect(contact.body).toEqual(['Blocked organization is not available.'])
    const staff = await world.staff()
    expect((await patch(blocked, staff, { blocked: false })).body).toMatchObject({ blocked: false })
    expect((await patch(blocked, owner, { name: 'X' })).status).toBe(200)
  })

  test('need the permission, which another role on the organization does not give', async () => {
    const customer = await world.customer()
    const reader = await world.user()
    await world.grant(reader, 'CUSTOMER.READER', 'customer', customer)
    const refused = await patch(customer, reader, { name: '' })
    expect([refused.status, refused.body]).toEqual([403, FORBIDDEN])
    const invisible = await patch(customer, await world.user(), { name: 'X' })
    expect([invisible.status, invisible.body]).toEqual([404, { detail: 'No Customer matches the given query.' }])
  })

  test('a VAT number is checked with the country that stays', async () => {
    const customer = await world.customer({ country: 'DE' })
    const owner = await world.owner(customer)
    expect((await patch(customer, owner, { vat_code: 'DE1' })).body).toEqual({
      vat_code: ['VAT number has invalid format.'],
    })
    expect((await patch(customer, owner, { vat_code: 'DE 123 456 789' })).status).toBe(200)
    expect((await patch(customer, owner, { country: 'AT' })).status).toBe(400)
    expect((await patch(customer, owner, { country: 'US' })).status).toBe(200)
  })
})

describe('contact', () => {
  test('is changed by holders of either permission, and nothing else is', async () => {
    const customer = await world.customer({ name: 'Stays', email: 'old@example.org' })
    const role = await world.role('customer', ['CUSTOMER.CONTACT_UPDATE'])
    const clerk = await world.user()
    await world.grant(clerk, role.name, 'customer', customer)
    const body = { name: 'No', email: 'new@example.org', homepage: 'https://example.org', phone_number: '1' }
    const answer = await post(`${pathOf(customer)}contact/`, { as: clerk, body })
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        contact_details: '',
        email: 'new@example.org',
        homepage: 'https://example.org',
        notification_emails: '',
        phone_number: '1',
      },
    ])
    expect(await stored(customer.uuid)).toMatchObject({ name: 'Stays', email: 'new@example.org' })
    expect((await patch(customer, clerk, { name: 'X' })).status).toBe(403)
  })
})

describe('groups', () => {
  test('are replaced as a whole', async () => {
    const customer = await world.customer()
    const [a, b] = [
      await world.insert('organization_group', { name: 'A' }),
      await world.insert('organization_group', { name: 'B' }),
    ]
    const staff = await world.staff()
    const set = (groups: unknown) =>
      post(`${pathOf(customer)}update_organization_groups/`, { as: staff, body: { organization_groups: groups } })
    const url = (group: { hex: string }) => `http://api.test/api/organization-groups/${group.hex}/`
    const names = async () => {
      const { body } = await get(pathOf(customer), { as: staff })
      return (body.organization_groups as { name: string }[]).map(({ name }) => name)
    }
    expect((await set([url(a), url(b)])).status).toBe(200)
    expect(await names()).toEqual(['A', 'B'])
    expect((await set([url(b), url(b)])).status).toBe(200)
    expect(await names()).toEqual(['B'])
    const unknown = await set([url(customer)])
    expect([unknown.status, unknown.body]).toEqual([
      400,
      { organization_groups: ['Invalid hyperlink - Object does not exist.'] },
    ])
    expect((await set(['/api/customers/x/'])).body).toEqual({
      organization_groups: ['Invalid hyperlink - Incorrect URL match.'],
    })
    expect((await set([1])).status).toBe(400)
    expect(await names()).toEqual(['B'])
    const { status } = await post(`${pathOf(customer)}update_organization_groups/`, { as: staff, body: {} })
    expect(status).toBe(200)
    expect(await names()).toEqual([])
  })
})

describe('deletion', () => {
  const remove = (customer: { hex: string }, as: MadeUser) => request('DELETE', pathOf(customer), { as })

  test('takes roles, provider and image along, and leaves events', async () => {
    const customer = await world.customer()
    const provider = await world.provider({ customer })
    const owner = await world.owner(customer)
    const manager = await world.user()
    await world.grant(manager, 'CUSTOMER.MANAGER', 'service_provider', provider)
    const staff = await world.staff()
    expect((await remove(customer, staff)).status).toBe(204)
    expect(await stored(customer.uuid)).toBe(undefined)
    expect((await get(pathOf(customer), { as: owner })).status).toBe(404)
    const active = await database.rows(sql`
      select 1 from user_role where user_id in (${owner.id}, ${manager.id}) and is_active
    `)
    expect(active).toEqual([])
    const events = await eventsOf(database, 'customer', customer)
    expect(events.map(({ event_type }) => event_type)).toEqual([
      'role_revoked',
      'role_revoked',
      'customer_deletion_succeeded',
    ])
    expect((await remove(customer, staff)).status).toBe(404)
  })

  test('is refused while something is there that would be lost', async () => {
    const staff = await world.staff()
    const withProject = await world.customer()
    await world.project(withProject)
    const refused = await remove(withProject, staff)
    expect([refused.status, refused.body]).toEqual([
      409,
      { detail: 'Cannot delete organization with existing projects' },
    ])
    const withRemoved = await world.customer()
    await world.project(withRemoved, { is_removed: true })
    expect((await remove(withRemoved, staff)).status).toBe(409)
    const withOffering = await world.customer()
    await world.offering(withOffering)
    expect((await remove(withOffering, staff)).body).toEqual({
      detail: 'Cannot delete organization with existing offerings',
    })
    const withProfile = await world.customer()
    await world.insert('payment_profile', { organization_id: withProfile.id, name: 'P', payment_type: 'invoices' })
    expect((await remove(withProfile, staff)).body).toEqual({
      detail: 'Cannot delete organization with existing payment profiles',
    })
  })

  test('is refused while there is an invoice', async () => {
    const customer = await world.customer()
    await world.insert('invoice', { customer_id: customer.id, year: 2024, month: 1 })
    const refused = await remove(customer, await world.staff())
    expect([refused.status, refused.body]).toEqual([
      409,
      { detail: 'Cannot delete organization with existing invoices' },
    ])
    expect(await stored(customer.uuid)).toBeDefined()
  })

  test('and a new project at once: one of them wins', async () => {
    const customer = await world.customer()
    const staff = await world.staff()
    const url = `http://api.test${pathOf(customer)}`
    const [removed, created] = await Promise.all([
      remove(customer, staff),
      post('/api/projects/', { as: staff, body: { name: 'Late', customer: url } }),
    ])
    const outcome = [removed.status, created.status]
    expect([
      [204, 400],
      [409, 201],
    ]).toContainEqual(outcome)
    expect(await reconcile(database)).toEqual([])
  })
})
