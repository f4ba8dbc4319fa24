import assert from 'node:assert/strict'
import { list, ok, type Json, type Run } from './client.ts'
import type { Accounts, Goods, Place } from './making.ts'

/** The part of this month, in hundredths, that is charged from today on: begun days count. */
export const partOfMonth = (now = new Date()): number => {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()]
  const end = Date.UTC(year, month + 1, 1)
  const days = Math.ceil((end - now.getTime()) / 86_400_000)
  const inMonth = (end - Date.UTC(year, month, 1)) / 86_400_000
  return Math.min(Math.ceil((days * 100) / inMonth), 100)
}

const digits = (cents: number): string => `${String(Math.trunc(cents / 100))}.${String(cents % 100).padStart(2, '0')}`

/** Prices with and without trailing zeros are the same. */
const inCents = (price: unknown): string => {
  const [whole = '', fraction = ''] = String(price).split('.')
  return `${whole}.${fraction.replace(/0+$/, '').padEnd(2, '0')}`
}

/** Two nodes at 5 and four GB at 0.75 for the rest of the month, the setup at 2.5, ten hours at 0.25. In cents. */
const expectedPrice = (part: number): number => 2 * 5 * part + 3 * part + 250 + 250

/** What the owner of the provider reads: every row exactly once, and nothing for a stranger. */
export const reading = async (
  run: Run,
  place: Place,
  goods: Goods,
  { account, courseAccount, serviceAccount }: Accounts,
  part: number,
) => {
  const { send } = run
  const { serviceProvider, owner, stranger, project, consumer, consumerOwner, manager, member, key } = place
  const { offering, checklist } = goods
  const base = `/api/marketplace-service-providers/${serviceProvider.uuid}/`
  const rows = async (name: string, query: Record<string, string> = {}): Promise<Json[]> => {
    const listed = await list(send('GET', `${base}${name}/`, { as: owner.token, query }), name)
    const refused = await send('GET', `${base}${name}/`, { as: stranger.token, query })
    assert.equal(refused.status, 403, `${name} is not for strangers`)
    return listed
  }
  const once = async (name: string, key: string, wanted: readonly string[], query?: Record<string, string>) => {
    const found = (await rows(name, query)).map((row) => row[key] as string)
    assert.deepEqual(found.toSorted(), wanted.toSorted(), `${name}: each row once`)
  }
  await once('customers', 'uuid', [consumer.uuid])
  await once('projects', 'uuid', [project.uuid])
  await once('customer_projects', 'uuid', [project.uuid], { project_customer_uuid: consumer.uuid })
  await once('users', 'uuid', [manager.uuid, member.uuid])
  await once('user_customers', 'uuid', [consumer.uuid], { user_uuid: manager.uuid })
  await once('project_permissions', 'user_uuid', [manager.uuid, member.uuid])
  await once('keys', 'uuid', [key.uuid])
  // Strangers may see what is offered.
  const offered = await list(send('GET', `${base}offerings/`, { as: owner.token }), 'offerings')
  assert.deepEqual(
    offered.map(({ uuid }) => uuid),
    [offering.uuid],
    'offerings: each row once',
  )
  await once('robot_account_customers', 'uuid', [consumer.uuid])
  await once('robot_account_projects', 'uuid', [project.uuid])
  await once('project_service_accounts', 'uuid', [serviceAccount.uuid])
  await once('course_accounts', 'uuid', [courseAccount.uuid])
  await once('compliance/checklists_summary', 'checklist_uuid', [checklist.uuid])
  await once('compliance/offering_users', 'uuid', [account.uuid], { compliance_status: 'completed' })
  const compliance = await rows('compliance/compliance_overview')
  assert.deepEqual(
    compliance.map((row) => [row.offering_uuid, row.total_users, row.completed_users, row.compliance_rate]),
    [[offering.uuid, 2, 1, 50]],
    'compliance of the offering',
  )
  const [shown] = await rows('projects')
  const price = digits(expectedPrice(part))
  assert.equal(inCents((shown?.billing_price_estimate as Json).total), price, 'the estimate of the project')
  const asked = { as: consumerOwner.token, query: { customer_uuid: consumer.uuid } }
  const items = await list(send('GET', '/api/invoice-items/', asked), 'items')
  const billed = items.reduce((cents, item) => cents + Math.round(Number(item.price) * 100), 0)
  assert.equal(digits(billed), price, 'the items of the bill')
  const sum = await ok(send('GET', '/api/invoice-items/total_price/', asked), 200, 'total price')
  assert.equal(sum.total_price, price, 'the sum of the bill')
  // Whole units only.
  const income = (await rows('revenue')).map(({ total }) => total)
  assert.deepEqual(income, [Math.trunc(expectedPrice(part) / 100)], 'the revenue of the month')
  const stat = await ok(send('GET', `${base}stat/`, { as: owner.token }), 200, 'stat')
  assert.deepEqual(stat, {
    active_campaigns: 1,
    current_customers: 1,
    customers_number_change: 1,
    active_resources: 1,
    resources_number_change: 1,
    active_and_paused_offerings: 1,
    unresolved_tickets: 1,
    pending_orders: 0,
    erred_resources: 0,
  })
  run.note(`the lists of the provider, and the price of the month: ${price}`)
}
