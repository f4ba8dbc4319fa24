import type { NestedPriceEstimate } from '../../../contract/schemas/estimates.ts'
import { sql, type Sql } from '../../db/sql.ts'
import type { Wire } from '../../handler.ts'
import { readJsonOf, type Column } from '../../list/selection.ts'
import { incomeParts, isOfMonth } from '../../rollup/totals.ts'
import { isMetered, itemPrice } from '../../rollup/item-price.ts'
import {
  billedIn,
  consumerEstimateJson,
  currentMonth,
  firstDay,
  resourceEstimateJson,
  type BillingMonth,
} from './estimate-json.ts'

type Estimate = Wire<typeof NestedPriceEstimate>

/** Sums for one object over `source`, `from … where …`; all null where there is nothing. */
interface Sums {
  id: Sql
  total: Sql
  current: Sql
  tax: Sql
  /** Number of items whose price moves with the clock. */
  metered: Sql
  source: Sql
}

const NOTHING = '0.0000000000'

/** `total current tax`, and the id where there are metered items. */
const parse = (sums: string | null): Estimate => {
  const [total = NOTHING, current = NOTHING, tax = NOTHING] = sums?.split(' ') ?? []
  return { total, current, tax, tax_current: tax }
}

const idOf = (sums: string | null): string | undefined => sums?.split(' ')[3]

/**
 * An estimate from sums. Where there are items whose price moves with the clock it is made from
 * the items, `fromItems` of `object.id`, by one more statement for all rows of a page that have such.
 */
const estimateColumn = (sums: Sums, fromItems: Sql): Column<Estimate> => ({
  sql: sql`(
    select round(${sums.total}, 10) || ' ' || round(${sums.current}, 10) || ' ' || round(${sums.tax}, 10)
      || case when ${sums.metered} > 0 then ' ' || ${sums.id} else '' end
    ${sums.source}
  )`,
  read: parse,
  completion: {
    isDue: (sums: string | null) => idOf(sums) !== undefined,
    complete: async (context, values: string[]) => {
      const ids = values.map((sums) => idOf(sums) ?? '')
      const found = await readJsonOf<Estimate>(context, fromItems, ids)
      return ids.map((id) => found.get(id))
    },
  },
})

/** Items of this month of the resources, with their prices; `offset 0` keeps a price from being computed twice. */
const itemsOf = (resources: Sql): Sql => sql`(
  select price, price * tax_rate as tax, is_metered
  from (
    select ${itemPrice} as price, invoice.tax_percent * 0.01 as tax_rate, ${isMetered} as is_metered
    from (${resources}) as billed_resource (id)
    join invoice_item on invoice_item.resource_id = billed_resource.id
    join invoice on invoice.id = invoice_item.invoice_id
    where ${billedIn(currentMonth)}
    offset 0
  ) as priced
) as item`

/**
 * Estimate of the resources that `resources`, a sub-select of their ids, each once, finds for the object with this id;
 * `current` is without tax, `total` with it.
 */
export const resourcesEstimate = (id: Sql, resources: (id: Sql) => Sql): Column<Estimate> =>
  estimateColumn(
    {
      id,
      total: sql`sum(item.price) + sum(item.tax)`,
      current: sql`sum(item.price)`,
      tax: sql`sum(item.tax)`,
      metered: sql`count(*) filter (where item.is_metered)`,
      source: sql`from ${itemsOf(resources(id))}`,
    },
    resourceEstimateJson(resources(sql`object.id`)),
  )

/** Estimate of `project` over the items of all providers; `total` is without tax. */
export const projectEstimate = (month?: BillingMonth): Column<Estimate> =>
  estimateColumn(
    {
      id: sql`project.id`,
      total: sql`sum(price)`,
      current: sql`sum(price)`,
      tax: sql`sum(tax)`,
      metered: sql`sum(metered)`,
      source: sql`from invoice_project where project_id = project.id and ${isOfMonth(firstDay(month))}`,
    },
    consumerEstimateJson(sql`invoice_item.project_id = object.id`, month),
  )

/** Estimate of the resources of `offering` that are not terminated; `current` is without tax, `total` with it. */
export const offeringEstimate: Column<Estimate> = estimateColumn(
  {
    id: sql`offering.id`,
    total: sql`sum(part.live_price) + sum(part.live_tax)`,
    current: sql`sum(part.live_price)`,
    tax: sql`sum(part.live_tax)`,
    metered: sql`sum(part.live_metered)`,
    source: sql`from ${incomeParts(sql`offering_id = offering.id and ${isOfMonth(currentMonth)}`)}`,
  },
  resourceEstimateJson(
    sql`select resource.id from resource where resource.offering_id = object.id and resource.state <> 6`,
  ),
)
