import type { Transaction } from '../../db/database.ts'
import { isoUuid, sql, type Sql } from '../../db/sql.ts'
import { billedIn } from '../price-estimates/index.ts'
import { endOf, isoText, monthOf } from './calendar.ts'
import { discountedPrice, giveDiscounts } from './discounts.ts'
import { measure } from './quantities.ts'

// The items of resources, one per component of the plan: `fixed` and `limit` components are charged for time, in every
// month anew; `one` once per resource, `few` at every change of the plan, and a limit on the total once, then its changes.

/** How an item is described: its details, and the names that invoices are read by. */
export const itemDetails = sql`jsonb_strip_nulls(jsonb_build_object(
  'resource_name', resource.name, 'resource_uuid', ${isoUuid(sql`resource.uuid`)},
  'plan_name', plan.name, 'plan_uuid', ${isoUuid(sql`plan.uuid`)},
  'offering_type', offering.type, 'offering_name', offering.name, 'offering_uuid', ${isoUuid(sql`offering.uuid`)},
  'service_provider_name', provider_customer.name,
  'service_provider_uuid', ${isoUuid(sql`service_provider.uuid`)},
  'plan_component_id', plan_component.id,
  'offering_component_type', component.type, 'offering_component_name', component.name
))`

/** The joins that items of `resource` on a plan, for a project, are made from. */
export const itemSource = (planId: Sql, project = sql`resource.project_id`): Sql => sql`
  join offering on offering.id = resource.offering_id and offering.billable
  join project on project.id = ${project}
  join plan on plan.id = ${planId}
  join plan_component on plan_component.plan_id = plan.id
  join offering_component as component on component.id = plan_component.component_id
  left join customer as provider_customer on provider_customer.id = offering.customer_id
  left join service_provider on service_provider.customer_id = offering.customer_id`

export const articleCode = sql`coalesce(nullif(component.article_code, ''), plan.article_code)`

/** What prices and quantities of items can hold. */
export const LARGEST = 999_999_999_999

/** What `plan_component` cost in a month. */
export const priceIn = (month: Sql): Sql => sql`coalesce((
  select former.price from plan_component_former_price as former
  where former.plan_component_id = plan_component.id and former.until > ${month}
  order by former.until limit 1
), plan_component.price)`

/** The amount that an object of limits grants for a component, as far as it can be stored; what is no number grants nothing. */
export const limitIn = (limits: Sql): Sql => sql`(
  case when ${limits}->>component.type ~ '^[0-9]{1,18}([.][0-9]{1,10})?$' then least((${limits}->>component.type)::numeric, ${LARGEST}) else 0 end
)`

/** How often the price of `plan_component` is due. A fee that no amount was given for is due once (C-237). */
export const amountOf = (billingType: Sql): Sql => sql`(
  case ${billingType} when 'fixed' then plan_component.amount
    when 'one' then greatest(plan_component.amount, 1)
    when 'few' then greatest(plan_component.amount, 1)
    else 1 end
)`

const isTotal = sql`(component.billing_type = 'limit' and component.limit_period is not distinct from 'total')`

const chargesTime = (limit: Sql): Sql => sql`(
  component.billing_type = 'fixed' or component.billing_type = 'limit' and not ${isTotal} and ${limit} > 0
)`

/** Whether an item of the resource's plan component runs to the end of the month. */
const isOpen = (invoiceId: string, month: Sql): Sql => sql`exists (
  select 1 from invoice_item as open
  where open.invoice_id = ${invoiceId} and open.resource_id = resource.id
    and open.plan_component_id = plan_component.id and open.component_usage_id is null
    and open.end_time = ${endOf(month)}
)`

/** Sum of the quantities that the resource was charged for the component so far. */
const chargedSoFar = sql`(
  select coalesce(sum(charged.quantity), 0) from invoice_item as charged
  where charged.resource_id = resource.id and charged.component_id = component.id
)`

export type Occasion = 'start' | 'month' | 'plan switch' | 'limit change'

/** What is charged for apart from time, as a quantity; 0 for nothing. */
const onceQuantity = (occasion: Occasion, limit: Sql): Sql => {
  switch (occasion) {
    case 'start':
      return sql`case
        when component.billing_type = 'one' then 1 - least(${chargedSoFar}, 1)
        when ${isTotal} then ${limit} - ${chargedSoFar}
        else 0 end`
    case 'plan switch':
      return sql`case when component.billing_type = 'few' then 1 else 0 end`
    case 'limit change':
      return sql`case when ${isTotal} then ${limit} - ${limitIn(sql`subject.old_limits`)} else 0 end`
    case 'month':
      return sql`0`
  }
}

interface Charge {
  invoiceId: string
  /** Sub-select of the resources as they are billed: `resource_id`, `plan_id`, `limits`, `old_limits`. */
  subjects: Sql
  /** From when on. */
  at: Sql
  occasion: Occasion
}

/** Writes the items that begin at an instant. What runs already is not begun again. Returns the number of items. */
export const beginItems = async (db: Transaction, { invoiceId, subjects, at, occasion }: Charge): Promise<number> => {
  const limit = limitIn(sql`subject.limits`)
  const due = sql`
    from (${subjects}) as subject
    join resource on resource.id = subject.resource_id
    ${itemSource(sql`subject.plan_id`)}
    cross join lateral (select ${onceQuantity(occasion, limit)} as quantity) as once
    where (once.quantity <> 0 or ${chargesTime(limit)} and not ${isOpen(invoiceId, monthOf(at))})`
  // The months of a discount begin with an item that it lowers.
  await giveDiscounts(db, { resources: sql`select resource.id ${due}`, at, isNew: occasion === 'start' })
  const unit = sql`case component.billing_type
    when 'fixed' then plan.unit
    when 'limit' then case component.limit_period
      when 'total' then 'quantity' when 'annual' then 'quantity' when 'quarterly' then 'quarter' else 'month' end
    else 'quantity' end`
  const price = sql`least(${priceIn(monthOf(at))} * ${amountOf(sql`component.billing_type`)}, ${LARGEST})`
  const items = await db.rows<{ id: string }>(sql`
    insert into invoice_item (invoice_id, resource_id, project_id, project_name, project_uuid, name, unit, unit_price,
      quantity, measured_unit, article_code, start_time, end_time, details, component_id, plan_component_id)
    select ${invoiceId}, resource.id, project.id, project.name, ${isoUuid(sql`project.uuid`)},
      resource.name || ' (' || offering.name || ' / ' || plan.name || ') / ' || component.name,
      ${unit}, least(${price}, ${discountedPrice(sql`resource.id`, price, at)}), once.quantity, component.measured_unit,
      ${articleCode}, ${at}, ${endOf(monthOf(at))},
      ${itemDetails} || case when component.billing_type = 'limit' and not ${isTotal}
        then jsonb_build_object('resource_limit_periods', jsonb_build_array(jsonb_build_object(
          'start', ${isoText(at)}, 'quantity', ${limit}
        ))) else '{}' end,
      component.id, plan_component.id
    ${due}
    order by resource.id, component.name, component.id
    returning id
  `)
  if (items.length > 0) await measure(db, sql`invoice_item.id = any(${items.map(({ id }) => id)}::bigint[])`)
  return items.length
}

/**
 * Ends the items of resources, given as a sub-select of their ids, that run on at an instant: all of them, or only those
 * that charge for time and whose `plan_component` meets the condition `timeOf`.
 */
export const endItems = async (
  db: Transaction,
  { resources, timeOf, at }: { resources: Sql; timeOf?: Sql; at: Sql },
): Promise<void> => {
  const ended = await db.rows<{ id: string }>(sql`
    update invoice_item
    set end_time = greatest(${at}, invoice_item.start_time), modified = now()
    from invoice
    where invoice.id = invoice_item.invoice_id and invoice_item.resource_id in (${resources})
      and ${billedIn(monthOf(at))} and invoice_item.end_time > ${at}
      and invoice_item.component_id is not null
      ${
        timeOf === undefined
          ? sql``
          : sql`and invoice_item.component_usage_id is null and invoice_item.plan_component_id in (
              select plan_component.id from plan_component
              join offering_component as component on component.id = plan_component.component_id
              where ${timeOf} and component.billing_type in ('fixed', 'limit') and not ${isTotal}
            )`
      }
    returning invoice_item.id
  `)
  if (ended.length > 0) await measure(db, sql`invoice_item.id = any(${ended.map(({ id }) => id)}::bigint[])`)
}

/**
 * Charges the running limit items of a resource by its new limits from an instant on; not before the last change, whose
 * transaction may have begun later.
 */
export const extendLimits = async (
  db: Transaction,
  { resourceId, at }: { resourceId: string; at: Sql },
): Promise<void> => {
  const last = sql`invoice_item.details->'resource_limit_periods'->-1`
  const start = sql`greatest(${at}, (${last}->>'start')::timestamptz)`
  const changed = await db.rows<{ id: string }>(sql`
    update invoice_item
    set details = jsonb_set(invoice_item.details, '{resource_limit_periods}',
      invoice_item.details->'resource_limit_periods'
        || jsonb_build_object('start', ${isoText(start)}, 'quantity', ${limitIn(sql`resource.limits`)}))
    from resource, offering_component as component
    where resource.id = ${resourceId} and invoice_item.resource_id = resource.id
      and component.id = invoice_item.component_id and component.billing_type = 'limit' and not ${isTotal}
      and invoice_item.end_time = ${endOf(monthOf(at))}
      and (${last}->>'quantity')::numeric <> ${limitIn(sql`resource.limits`)}
    returning invoice_item.id
  `)
  if (changed.length > 0) await measure(db, sql`invoice_item.id = any(${changed.map(({ id }) => id)}::bigint[])`)
}
