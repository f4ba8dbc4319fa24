import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { eventsOf } from '../harness/events.ts'
import { multipart, urlencoded } from '../harness/form.ts'
import { png } from '../harness/images.ts'
import { startTestApp, type Made } from '../harness/index.ts'

const { world, get, post, request, database } = await startTestApp()

const CUSTOMERS = '/api/customers/'

const stored = (uuid: string) =>
  database.maybeOne<Record<string, unknown>>(sql`select * from customer where uuid = ${uuid}`)

describe('creation', () => {
  test('needs a name only, and answers with the defaults', async () => {
    const staff = await world.staff({ organization: 'Sample University' })
    const answer = await post(CUSTOMERS, { as: staff, body: { name: 'Nordic Sample Centre' } })
    expect(answer.status).toBe(201)
    expect(answer.headers.location).toBe(answer.body.url)
    expect(answer.body).toMatchObject({
      name: 'Nordic Sample Centre',
      slug: 'nordic-s-1',
      domain: 'Sample University',
      blocked: false,
      archived: false,
      default_tax_percent: '0.00',
      display_billing_info_in_projects: true,
      country: '',
      country_name: '',
      image: null,
      payment_profiles: [],
      projects_count: 0,
      users_count: 0,
      user_email_patterns: [],
      is_service_provider: false,
    })
    const again = await post(CUSTOMERS, { as: staff, body: { name: 'Nordic Sample Centre', slug: '' } })
    expect(again.body.slug).toBe('nordic-s-2')
    // The creator gets no role.
    const grants = await database.rows(sql`select 1 from user_role where user_id = ${staff.id}`)
    expect(grants).toEqual([])
  })

  test('keeps every field', async () => {
    const staff = await world.staff()
    const checklist = await world.insert('checklist', { name: 'Sample', checklist_type: 'project_metadata' })
    const body = {
      name: 'Full Sample',
      slug: 'full-sample',
      native_name: 'Muster',
      abbreviation: 'FS',
      description: 'All of it',
      contact_details: 'Room 1',
      agreement_number: 'A-1',
      sponsor_number: 7,
      email: 'office@example.org',
      phone_number: '+3725550000',
      access_subnets: '192.0.2.0/24',
      backend_id: 'b-1',
      registration_code: 'r-1',
      homepage: 'https://example.org/',
      domain: 'example.org',
      vat_code: 'EE123456789',
      country: 'EE',
      address: 'Sample street 1',
      postal: '10000',
      bank_name: 'Sample Bank',
      bank_account: 'EE00',
      latitude: 59.4,
      longitude: 24.7,
      default_tax_percent: '22.5',
      accounting_start_date: '2025-01-01T00:00:00Z',
      blocked: false,
      archived: true,
      display_billing_info_in_projects: false,
      max_service_accounts: 3,
      grace_period_days: 10,
      notification_emails: 'a@example.org',
      project_metadata_checklist: checklist.hex,
      user_email_patterns: ['.*@example\\.org'],
      user_affiliations: ['staff'],
      user_identity_sources: ['sample'],
    }
    const { status, body: made } = await post(CUSTOMERS, { as: staff, body })
    expect(status).toBe(201)
    expect(made).toMatchObject({ ...body, default_tax_percent: '22.50', country_name: 'Estonia' })
    const [event] = await eventsOf(database, 'customer', (await stored(made.uuid)) as unknown as Made)
    expect(event).toMatchObject({
      event_type: 'customer_creation_succeeded',
      message: 'Organization Full Sample has been created.',
      context: { customer_uuid: made.uuid, customer_name: 'Full Sample', user_username: staff.username },
    })
  })

  test('takes forms, with an image', async () => {
    const staff = await world.staff()
    const form = await post(CUSTOMERS, { as: staff, ...urlencoded({ name: 'By form', blocked: 'true', latitude: '' }) })
    expect(form.body).toMatchObject({ name: 'By form', blocked: true, latitude: null })
    const parts = [
      { name: 'name', value: 'By parts' },
      { name: 'user_affiliations', value: '["staff"]' },
      { name: 'image', value: png(), filename: 'logo.png' },
    ]
    const { status, body } = await post(CUSTOMERS, { as: staff, ...multipart(parts) })
    expect(status).toBe(201)
    expect(body.user_affiliations).toEqual(['staff'])
    const { pathname } = new URL(body.image)
    expect((await get(pathname)).status).toBe(200)
    const cleared = await request('PATCH', `${CUSTOMERS}${body.uuid}/`, { as: staff, body: { image: null } })
    expect(cleared.body.image).toBe(null)
    expect((await get(pathname)).status).toBe(404)
  })

  test.each([
    [{}, { name: ['This field is required.'] }],
    [{ name: '' }, { name: ['This field may not be blank.'] }],
    [{ name: 'x'.repeat(151) }, { name: ['Ensure this field has no more than 150 characters.'] }],
    [
      { name: 'A', abbreviation: 'x'.repeat(13) },
      { abbreviation: ['Ensure this field has no more than 12 characters.'] },
    ],
    [
      { name: 'A', default_tax_percent: '200.01' },
      { default_tax_percent: ['Ensure this value is less than or equal to 200.'] },
    ],
    [
      { name: 'A', default_tax_percent: -1 },
      { default_tax_percent: ['Ensure this value is greater than or equal to 0.'] },
    ],
    [{ name: 'A', country: 'XX' }, { country: ['"XX" is not a valid choice.'] }],
    [{ name: 'A', homepage: 'nowhere' }, { homepage: ['Enter a valid URL.'] }],
    [{ name: 'A', email: 'nobody' }, { email: ['Enter a valid email address.'] }],
    [{ name: 'A', accounting_start_date: null }, { accounting_start_date: ['This field may not be null.'] }],
    [{ name: 'A', country: 'EE', vat_code: 'EE12' }, { vat_code: ['VAT number has invalid format.'] }],
    [
      { name: 'A', user_affiliations: 'staff' },
      { user_affiliations: ['Expected a list of items but got type "str".'] },
    ],
    [
      { name: 'A', project_metadata_checklist: '00000000000040008000000000000abc' },
      { project_metadata_checklist: ['Object with uuid=00000000000040008000000000000abc does not exist.'] },
    ],
  ])('refuses %j', async (body, problems) => {
    const staff = await world.staff()
    const before = await database.one(sql`select count(*) from customer`)
    const answer = await post(CUSTOMERS, { as: staff, body })
    expect([answer.status, answer.body]).toEqual([400, problems])
    expect(await database.one(sql`select count(*) from customer`)).toEqual(before)
  })
})
