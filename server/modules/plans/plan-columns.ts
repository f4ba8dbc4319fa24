import type { BaseProviderPlan, ProviderPlanDetails } from '../../../contract/schemas/catalogue.ts'
import { seesFigures } from '../../access/visibility.ts'
import type { Context } from '../../context.ts'
import { sql, type Sql } from '../../db/sql.ts'
import type { Wire } from '../../handler.ts'
import { flag, json, link, nullableNumber, nullableText, smallNumber, text, uuid } from '../../list/columns.ts'
import { nestedList } from '../../list/nested.ts'
import type { Column, Columns } from '../../list/selection.ts'
import { planUse } from '../../rollup/totals.ts'
import { organizationGroupsJson } from '../organizations/index.ts'
import { minimalPrice, paidOnce, planType, type PricedComponent } from './plan-prices.ts'

type PlanWire = Required<Wire<typeof BaseProviderPlan>>

/** Join of the columns; `plan` and its `offering` must be in scope. */
export const planJoins: Sql = sql`cross join lateral ${planUse} as used`

const groups = sql`
  select plan_organization_group.organization_group_id from plan_organization_group
  where plan_organization_group.plan_id = plan.id`

const componentColumns: Columns<PricedComponent> = {
  type: text(sql`offering_component.type`),
  name: text(sql`offering_component.name`),
  measured_unit: text(sql`offering_component.measured_unit`),
  amount: smallNumber(sql`plan_component.amount`),
  price: text(sql`plan_component.price::text`),
  future_price: nullableText(sql`plan_component.future_price::text`),
  discount_threshold: nullableNumber(sql`plan_component.discount_threshold`),
  discount_rate: nullableNumber(sql`plan_component.discount_rate`),
  billing_type: text(sql`offering_component.billing_type`),
}

const components = nestedList(
  componentColumns,
  sql`
    from plan_component join offering_component on offering_component.id = plan_component.component_id
    where plan_component.plan_id = plan.id`,
  sql`offering_component.name, offering_component.id`,
)

const listsOf = new WeakMap<object, readonly PricedComponent[]>()

/** What follows from the components. As all of it has one expression, the components come once. */
const fromComponents = <T>(make: (list: readonly PricedComponent[]) => T): Column<T> => ({
  sql: components.sql,
  read: (found: object) => {
    const list = listsOf.get(found) ?? components.read(found as never) ?? []
    listsOf.set(found, list)
    return make(list)
  },
})

const byType = <K extends keyof PricedComponent>(key: K) =>
  fromComponents((list): Record<string, PricedComponent[K]> =>
    Object.fromEntries(list.map((component) => [component.type, component[key]])),
  )

const billingUnit = text as (sql: Sql) => Column<PlanWire['unit']>

/**
 * A plan. Prices by component are text, the sums are numbers. Without the right to see figures the use of the plan is 0
 * (C-092); that it is used up is told to those who may order it.
 */
const planColumns = (context: Pick<Context, 'origin'>, figures: Sql): Columns<PlanWire> => ({
  url: link(context.origin, 'marketplace-plans', sql`plan.uuid`),
  uuid: uuid(sql`plan.uuid`),
  name: text(sql`plan.name`),
  description: text(sql`plan.description`),
  article_code: text(sql`plan.article_code`),
  max_amount: nullableNumber(sql`plan.max_amount`),
  archived: flag(sql`plan.archived`),
  is_active: flag(sql`plan.max_amount is null or plan.max_amount > used.live_resources`),
  unit_price: text(sql`plan.unit_price::text`),
  unit: billingUnit(sql`plan.unit`),
  init_price: fromComponents((list) => paidOnce(list, 'one')),
  switch_price: fromComponents((list) => paidOnce(list, 'few')),
  backend_id: text(sql`plan.backend_id`),
  organization_groups: json(organizationGroupsJson(context.origin, groups)),
  components: fromComponents((list) => list.map(({ billing_type: _, ...shown }) => shown)),
  prices: byType('price'),
  future_prices: byType('future_price'),
  quotas: byType('amount'),
  resources_count: smallNumber(sql`case when ${figures} then used.resources else 0 end::int`),
  plan_type: fromComponents(planType),
  minimal_price: fromComponents(minimalPrice),
})

/** A plan of the catalogue. */
export const offeringPlanColumns = (context: Context): Columns<PlanWire> =>
  planColumns(context, seesFigures(context, sql`offering.customer_id`))

/** A plan with the link to its offering. */
export const planDetailsColumns = (context: Context): Columns<Wire<typeof ProviderPlanDetails>> => ({
  ...offeringPlanColumns(context),
  offering: link(context.origin, 'marketplace-provider-offerings', sql`offering.uuid`),
})

/** Plans of `offering` that match, by name; `figures` says whether their use is told. */
export const offeringPlans = (
  context: Pick<Context, 'origin'>,
  figures: Sql,
  matching: Sql = sql`true`,
): Column<PlanWire[]> =>
  nestedList(
    planColumns(context, figures),
    sql`from plan ${planJoins} where plan.offering_id = offering.id and ${matching}`,
    sql`plan.name, plan.id`,
  )
