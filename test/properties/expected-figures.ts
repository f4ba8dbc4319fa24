import { rowsOf } from '../../demo/preset-rows.ts'
import type { Preset, Row } from '../../demo/preset.ts'

export interface Stat {
  active_campaigns: number
  current_customers: number
  customers_number_change: number
  active_resources: number
  resources_number_change: number
  active_and_paused_offerings: number
  unresolved_tickets: number
  pending_orders: number
  erred_resources: number
}

const TERMINATED = 6
const ERRED = 3

/** The first of the month of a date as UTC instant. */
const startOfMonth = (today: string): number => Date.parse(`${today.slice(0, 7)}-01T00:00:00Z`)

/** What the provider offers and what is used of it. */
const ownRows = (preset: Preset, provider: Row) => {
  const offerings = rowsOf(preset, 'offerings').filter((row) => row.customer_uuid === provider.customer_uuid)
  const offeringUuids = new Set(offerings.map((row) => row.uuid))
  const resources = rowsOf(preset, 'resources').filter((row) => offeringUuids.has(row.offering_uuid))
  const live = resources.filter((row) => row.state !== TERMINATED)
  const orders = rowsOf(preset, 'orders').filter((row) => offeringUuids.has(row.offering_uuid))
  return { offerings, resources, live, orders }
}

/** The figures as the documentation defines them, from the rows of a preset. */
export const expectedStat = (preset: Preset, provider: Row, today: string): Stat => {
  const { offerings, resources, live, orders } = ownRows(preset, provider)
  const month = startOfMonth(today)
  const customerOfProject = new Map(rowsOf(preset, 'projects').map((row) => [row.uuid, row.customer_uuid]))
  const projectOfResource = new Map(resources.map((row) => [row.uuid, row.project_uuid]))
  const customersOf = (rows: readonly Row[]) => new Set(rows.map((row) => customerOfProject.get(row.project_uuid)))
  const done = (type: number) =>
    orders.filter((row) => row.state === 3 && row.type === type && Date.parse(String(row.created)) >= month)
  const ordered = (type: number) =>
    new Set(done(type).map((row) => customerOfProject.get(projectOfResource.get(row.resource_uuid))))
  const older = customersOf(live.filter((row) => Date.parse(String(row.created)) < month))
  const current = customersOf(live)
  const gained = [...ordered(1)].filter((customer) => !older.has(customer))
  const lost = [...ordered(3)].filter((customer) => !current.has(customer))
  const resourcesOf = (type: number) => new Set(done(type).map((row) => row.resource_uuid)).size
  const closed = new Set(rowsOf(preset, 'issue_statuses').map((row) => row.name))
  const liveUuids = new Set(live.map((row) => row.uuid))
  return {
    active_campaigns: rowsOf(preset, 'campaigns').filter(
      (row) =>
        row.service_provider_uuid === provider.uuid &&
        row.state === 2 &&
        String(row.start_date) <= today &&
        String(row.end_date) >= today,
    ).length,
    current_customers: current.size,
    customers_number_change: gained.length - lost.length,
    active_resources: live.length,
    resources_number_change: resourcesOf(1) - resourcesOf(3),
    active_and_paused_offerings: offerings.filter(
      (row) => row.billable !== false && row.shared !== false && [2, 3, 5].includes(Number(row.state)),
    ).length,
    unresolved_tickets: rowsOf(preset, 'issues').filter(
      (row) => liveUuids.has(row.resource_uuid) && !closed.has(row.status),
    ).length,
    pending_orders: orders.filter((row) => row.state === 7).length,
    erred_resources: live.filter((row) => row.state === ERRED).length,
  }
}

const DIGITS = 10
const ONE = 10n ** BigInt(DIGITS)

/** A decimal text times 10^10. */
const scaled = (text: string): bigint => {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.')
  const value = BigInt(whole + fraction.padEnd(DIGITS, '0'))
  return text.startsWith('-') ? -value : value
}

/** Income by month of the last year, whole units, nothing rounded before the last step. */
export const expectedRevenue = (preset: Preset, provider: Row, today: string) => {
  const resourceUuids = new Set(ownRows(preset, provider).resources.map((row) => row.uuid))
  const firstDay = `${Number(today.slice(0, 4)) - 1}-${today.slice(5, 7)}-01`
  const invoices = new Map(rowsOf(preset, 'invoices').map((row) => [row.uuid, row]))
  const sums = new Map<number, bigint>()
  for (const item of rowsOf(preset, 'invoice_items')) {
    const invoice = invoices.get(item.invoice_uuid)
    if (!invoice || !resourceUuids.has(item.resource_uuid) || String(invoice.created) < firstDay) continue
    const month = Number(invoice.year) * 12 + Number(invoice.month) - 1
    const product = scaled(String(item.unit_price)) * scaled(String(item.quantity))
    sums.set(month, (sums.get(month) ?? 0n) + product)
  }
  return [...sums]
    .sort(([a], [b]) => a - b)
    .map(([month, sum]) => ({
      // The division of whole numbers cuts towards zero.
      total: Number(sum / (ONE * ONE)),
      year: Math.floor(month / 12),
      month: (month % 12) + 1,
    }))
}
