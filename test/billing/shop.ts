import type { Database, Transaction } from '../../server/db/database.ts'
import { sql, type Sql } from '../../server/db/sql.ts'
import type { Made, MadeProvider, World } from '../harness/index.ts'

// A provider with a price list, a consumer, and the changes of a resource at chosen instants: what the orders do, with
// the clock in the hand of the test.

export interface ComponentValues {
  type: string
  billing_type: 'fixed' | 'usage' | 'limit' | 'one' | 'few'
  limit_period?: 'month' | 'quarterly' | 'annual' | 'total'
  /** Of the plans in their order. */
  prices: readonly string[]
  amount?: number
}

export interface Shop {
  provider: MadeProvider
  offering: Made
  consumer: MadeProvider['customer']
  project: Made
  plans: Made[]
  components: Record<string, Made>
}

export const makeShop = async (
  world: World,
  components: readonly ComponentValues[],
  options: {
    units?: readonly string[]
    tax?: string
    offering?: Record<string, unknown>
    provider?: MadeProvider
  } = {},
): Promise<Shop> => {
  const provider = options.provider ?? (await world.provider())
  const offering = await world.offering(provider.customer, { name: 'Cluster', ...options.offering })
  const plans: Made[] = []
  for (const [index, unit] of (options.units ?? ['month']).entries()) {
    plans.push(await world.insert('plan', { offering_id: offering.id, name: `Plan ${String(index + 1)}`, unit }))
  }
  const made: Record<string, Made> = {}
  for (const { type, billing_type, limit_period, prices, amount } of components) {
    const component = await world.insert('offering_component', {
      offering_id: offering.id,
      type,
      name: type.toUpperCase(),
      billing_type,
      limit_period,
      measured_unit: `${type}s`,
      article_code: `art-${type}`,
    })
    made[type] = component
    for (const [index, price] of prices.entries()) {
      await world.link('plan_component', {
        plan_id: plans[index]!.id,
        component_id: component.id,
        price,
        amount: amount ?? 0,
      })
    }
  }
  const consumer = await world.customer({ default_tax_percent: options.tax ?? '20' })
  const project = await world.project(consumer, { name: 'Research' })
  return { provider, offering, consumer, project, plans, components: made }
}

export const at = (instant: string): Sql => sql`${instant}::timestamptz`

/** A resource that is being created. */
export const order = (
  world: World,
  shop: Shop,
  limits: Record<string, number> = {},
  values: Record<string, unknown> = {},
) =>
  world.resource(shop.offering, shop.project, { name: 'Job', state: 1, plan_id: shop.plans[0]!.id, limits, ...values })

/** Writes a change of a resource and bills it in the same transaction. */
export const change = (
  database: Database,
  resource: { id: string },
  assignment: Sql,
  bill: (db: Transaction) => Promise<void>,
): Promise<void> =>
  database.transaction(async (db) => {
    await db.writeRolledUp(
      sql`update resource set ${assignment} where id = ${resource.id} returning project_id`,
      (rollup, rows: { project_id: string }[]) => {
        for (const { project_id } of rows) rollup.project(project_id)
      },
    )
    await bill(db)
  })

export interface Item {
  name: string
  unit: string
  unit_price: string
  quantity: string
  start: string
  end: string
  month: string
}

/** The items of an organization in the order in which they arose, numbers without padding. */
export const itemsOf = (database: Database, customer: { id: string }): Promise<Item[]> =>
  database.rows<Item>(sql`
    select invoice_item.name, invoice_item.unit, trim_scale(invoice_item.unit_price)::text as unit_price,
      trim_scale(invoice_item.quantity)::text as quantity,
      to_char(invoice_item.start_time at time zone 'utc', 'MM-DD HH24:MI') as start,
      to_char(invoice_item.end_time at time zone 'utc', 'MM-DD HH24:MI') as end,
      invoice.year || '-' || lpad(invoice.month::text, 2, '0') as month
    from invoice_item join invoice on invoice.id = invoice_item.invoice_id
    where invoice.customer_id = ${customer.id} order by invoice_item.id
  `)

/** `type quantity × price` of every item, in the order in which they arose. */
export const chargesOf = async (database: Database, customer: { id: string }): Promise<string[]> =>
  (await itemsOf(database, customer)).map(
    ({ name, quantity, unit_price, month }) => `${month} ${name.split(' / ').at(-1)!} ${quantity} × ${unit_price}`,
  )

export interface BilledMonth {
  month: string
  state: string
  cost: string
  price: string
  invoice_date: string | null
}

export const invoicesOf = (database: Database, customer: { id: string }): Promise<BilledMonth[]> =>
  database.rows<BilledMonth>(sql`
    select year || '-' || lpad(month::text, 2, '0') as month, state, total_cost::text as cost,
      total_price::text as price, invoice_date::text
    from invoice where customer_id = ${customer.id} order by year, month
  `)

export const estimateOf = async (database: Database, kind: 'customer' | 'project', scope: { id: string }) =>
  (
    await database.maybeOne<{ total: string }>(sql`
      select trim_scale(total)::text as total from price_estimate
      where content_type = ${kind} and object_id = ${scope.id}
    `)
  )?.total
