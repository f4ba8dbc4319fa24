import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { startTestApp } from '../harness/index.ts'

const { world, get, post, request, database } = await startTestApp()

const PROFILES = '/api/payment-profiles/'
const urlOf = (customer: { hex: string }) => `http://api.test/api/customers/${customer.hex}/`

const setUp = async () => {
  const customer = await world.customer()
  const staff = await world.staff()
  const create = async (name: string, more: Record<string, unknown> = {}) => {
    const body = { name, organization: urlOf(customer), payment_type: 'invoices', ...more }
    return post(PROFILES, { as: staff, body })
  }
  const active = async () => {
    const rows = await database.rows<{ name: string }>(sql`
      select name from payment_profile where organization_id = ${customer.id} and is_active
    `)
    return rows.map(({ name }) => name)
  }
  return { customer, staff, create, active }
}

describe('payment profiles', () => {
  test('are active unless said otherwise, and one of an organization is', async () => {
    const { customer, create, active } = await setUp()
    const attributes = { agreement_number: 'A-1', end_date: '2030-01-01', contract_sum: 12_000 }
    const first = await create('First', { payment_type: 'fixed_price', attributes })
    expect([first.status, first.body]).toEqual([
      201,
      {
        uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
        url: first.headers.location,
        name: 'First',
        organization_uuid: customer.hex,
        organization: urlOf(customer),
        attributes,
        payment_type: 'fixed_price',
        payment_type_display: 'Fixed-price contract',
        is_active: true,
      },
    ])
    expect((await create('Second', { is_active: false })).body.is_active).toBe(null)
    expect(await active()).toEqual(['First'])
    await create('Third')
    expect(await active()).toEqual(['Third'])
  })

  test('are changed, enabled and deleted', async () => {
    const { staff, create, active } = await setUp()
    const { body: first } = await create('First')
    const { body: second } = await create('Second', { is_active: null })
    const path = `${PROFILES}${second.uuid}/`
    const enabled = await post(`${path}enable/`, { as: staff })
    expect([enabled.status, enabled.text]).toEqual([200, ''])
    expect(await active()).toEqual(['Second'])
    const patched = await request('PATCH', `${PROFILES}${first.uuid}/`, {
      as: staff,
      body: { is_active: true, name: 'Renamed' },
    })
    expect(patched.body).toMatchObject({ name: 'Renamed', is_active: true })
    expect(await active()).toEqual(['Renamed'])
    const other = await world.customer()
    const put = { name: 'Put', organization: urlOf(other), payment_type: 'payment_gw_monthly' }
    const updated = await request('PUT', `${PROFILES}${first.uuid}/`, { as: staff, body: put })
    expect(updated.body).toMatchObject({ name: 'Put', organization: first.organization, is_active: true })
    expect((await request('DELETE', path, { as: staff })).status).toBe(204)
    expect((await get(path, { as: staff })).status).toBe(404)
  })

  test('refusals', async () => {
    const { create } = await setUp()
    const problems = async (more: Record<string, unknown>) => {
      const { status, body } = await create('P', more)
      expect(status).toBe(400)
      return body as unknown
    }
    expect(await problems({ payment_type: 'barter' })).toEqual({ payment_type: ['"barter" is not a valid choice.'] })
    expect(await problems({ attributes: 'x' })).toEqual({ attributes: ['Invalid data. Expected a dictionary.'] })
    expect(await problems({ attributes: { contract_sum: 'x' } })).toEqual({
      attributes: { contract_sum: ['A valid integer is required.'] },
    })
    expect(await problems({ organization: urlOf({ hex: '0000000000004000800000000000abcd' }) })).toEqual({
      organization: ['Invalid hyperlink - Object does not exist.'],
    })
    expect(await problems({ name: '', organization: null })).toEqual({
      name: ['This field may not be blank.'],
      organization: ['This field may not be null.'],
    })
  })

  test('filters and order', async () => {
    const { customer, staff, create } = await setUp()
    await create('B', { payment_type: 'fixed_price' })
    await create('A')
    await create('C', { is_active: false })
    const names = async (query: Record<string, string>) => {
      const { body } = await get(PROFILES, { as: staff, query: { organization_uuid: customer.hex, ...query } })
      return (body as { name: string }[]).map(({ name }) => name).join(' ')
    }
    expect(await names({})).toBe('A B C')
    expect(await names({ is_active: 'true' })).toBe('A')
    expect(await names({ is_active: 'false' })).toBe('B C')
    expect(await names({ payment_type: 'fixed_price' })).toBe('B')
    expect(await names({ organization: urlOf(customer) })).toBe('A B C')
    expect(await names({ organization: urlOf(await world.customer()) })).toBe('')
    expect(await names({ o: '-is_active,-name' })).toBe('A C B')
    expect(await names({ o: 'payment_type' })).toBe('B A C')
    const head = await request('HEAD', PROFILES, { as: staff, query: { organization_uuid: customer.hex } })
    expect(head.headers['x-result-count']).toBe('3')
    // An owner sees the active one only.
    const { body } = await get(PROFILES, { as: await world.owner(customer) })
    expect(body).toMatchObject([{ name: 'A' }])
  })

  test('enabled at once leave one active', async () => {
    const { staff, create, active } = await setUp()
    const made = await Promise.all(['A', 'B', 'C', 'D'].map((name) => create(name)))
    expect(made.map(({ status }) => status)).toEqual([201, 201, 201, 201])
    expect(await active()).toHaveLength(1)
    for (let round = 0; round < 3; round++) {
      const answers = await Promise.all(made.map(({ body }) => post(`${PROFILES}${body.uuid}/enable/`, { as: staff })))
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
      expect(await active()).toHaveLength(1)
    }
  })
})
