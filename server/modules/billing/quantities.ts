import type { Transaction } from '../../db/database.ts'
import { sql, type Sql } from '../../db/sql.ts'
import { daysIn, isoText, started } from './calendar.ts'

// The quantity of an item that charges for time. Days count from the start of the item and are counted up: every day
// that was begun is charged, once per item.

const month = sql`make_date(invoice.year, invoice.month, 1)`

/** The part of a month that a number of days is, rounded up to two digits; a whole month is 1. */
const partOfMonth = (days: Sql): Sql => sql`least(ceil(${days} * 100 / ${daysIn('month', month)}) / 100, 1)`

/** Of a fixed component, by the unit of its plan. */
const fixedQuantity = (days: Sql): Sql => sql`
  case invoice_item.unit
    when 'month' then ${partOfMonth(days)}
    when 'half_month' then least(ceil(${days} * 200 / ${daysIn('month', month)}) / 100, 2)
    when 'quarter' then round(${partOfMonth(days)} / 3, 10)
    when 'day' then ${days}
    when 'hour' then ${started('hour', sql`invoice_item.start_time`, sql`invoice_item.end_time`)}
    else 1
  end`

/** The part of a limit's period that a number of days is. */
const partOfPeriod = (days: Sql): Sql => sql`
  case component.limit_period
    when 'quarterly' then round(${days}::numeric / ${daysIn('quarter', month)}, 10)
    when 'annual' then round(${days}::numeric / ${daysIn('year', month)}, 10)
    else ${partOfMonth(days)}
  end`

/**
 * Recomputes the quantities of items, given as a condition on `invoice_item`, from their start and end; of limits from
 * `resource_limit_periods` of the details, whose ends, days and totals are written along. A period is charged what the
 * part used until its end exceeds the part used until its start, so that no day counts under two limits. Items that do
 * not charge for time keep theirs.
 */
export const measure = async (db: Transaction, items: Sql): Promise<void> => {
  const days = (until: Sql): Sql => started('day', sql`invoice_item.start_time`, until)
  await db.run(sql`
    update invoice_item
    set quantity = measured.quantity,
        details = case when measured.periods is null then invoice_item.details
          else invoice_item.details || jsonb_build_object('resource_limit_periods', measured.periods) end,
        modified = now()
    from (
      select invoice_item.id, ${fixedQuantity(days(sql`invoice_item.end_time`))} as quantity, null::jsonb as periods
      from invoice_item
      join invoice on invoice.id = invoice_item.invoice_id
      join offering_component as component on component.id = invoice_item.component_id
      where component.billing_type = 'fixed' and ${items}
      union all
      select invoice_item.id, sum(period.amount * period.part), jsonb_agg(jsonb_build_object(
        'start', ${isoText(sql`period.start_time`)}, 'end', ${isoText(sql`period.end_time`)},
        'quantity', period.amount, 'billing_periods', period.days,
        'total', trim_scale(period.amount * period.part)::text
      ) order by period.position)
      from invoice_item
      join invoice on invoice.id = invoice_item.invoice_id
      join offering_component as component on component.id = invoice_item.component_id
      cross join lateral (
        select step.*,
          ${days(sql`step.end_time`)} - ${days(sql`step.start_time`)} as days,
          ${partOfPeriod(days(sql`step.end_time`))} - ${partOfPeriod(days(sql`step.start_time`))} as part
        from (
          select (entry.value->>'quantity')::numeric as amount, entry.position,
            (entry.value->>'start')::timestamptz as start_time,
            coalesce(lead((entry.value->>'start')::timestamptz) over (order by entry.position),
              invoice_item.end_time) as end_time
          from jsonb_array_elements(invoice_item.details->'resource_limit_periods')
            with ordinality as entry (value, position)
        ) as step
      ) as period
      where component.billing_type = 'limit' and component.limit_period is distinct from 'total' and ${items}
      group by invoice_item.id
    ) as measured
    where invoice_item.id = measured.id
  `)
}
