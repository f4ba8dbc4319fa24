import type { BodyOf } from '../../../contract/index.ts'
import type { Decimal } from '../../../contract/decimals.ts'
import { requirePermission } from '../../access/target.ts'
import { targets } from '../../access/targets/index.ts'
import type { Authenticated, WriteContext } from '../../context.ts'
import { allOf, sql } from '../../db/sql.ts'
import { NonFieldError, ValidationError } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { billUsage } from '../billing/index.ts'
import { emitEvent } from '../events/index.ts'

type UsageContext = WriteContext & Authenticated
type Body = BodyOf<'marketplace_component_usages_set_usage'>

interface UsedResource {
  id: string
  uuid: string
  name: string
  state: number
  offering_id: string
  project_id: string
  customer_id: string
  provider_customer_id: string | null
}

interface Component {
  id: string
  type: string
  name: string
  billing_type: string
  is_prepaid: boolean
}

/** What is reported: for which resource, plan period and month. */
interface Report {
  resource: UsedResource
  planPeriodId: string | null
  /** First day. */
  month: string
  date: string
}

/** What is charged after it was used: providers report it in its month. */
const isMetered = ({ billing_type, is_prepaid }: Component): boolean => billing_type === 'usage' && !is_prepaid

const OK = 2
const UPDATING = 4
const TERMINATING = 5
const MAY_REPORT: readonly number[] = [OK, UPDATING, TERMINATING]

/** Stores what a resource used in a month, bills it and shows it on the resource. A later report replaces an earlier one. */
export const setUsage: Handler<'marketplace_component_usages_set_usage'> = async (context, { body }) => {
  const resource = await findResource(context, body)
  await requirePermission(context, 'RESOURCE.SET_USAGE', [
    { content_type: 'offering', object_id: resource.offering_id },
    ...(resource.provider_customer_id === null
      ? []
      : [{ content_type: 'customer' as const, object_id: resource.provider_customer_id }]),
  ])
  if (!MAY_REPORT.includes(resource.state)) {
    throw new ValidationError({ resource: ['Resource is not in valid state.'] })
  }
  const components = await findComponents(context, resource, body)
  const report = await datedReport(context, resource, body, [...components.values()])
  for (const usage of body.usages) {
    const component = components.get(usage.type)
    if (component) await store(context, report, component, usage)
  }
}

/** The resource that the body names, itself or by one of its plan periods; locked, so that reports follow each other. */
const findResource = async ({ db, actor }: UsageContext, body: Body): Promise<UsedResource> => {
  const field = body.plan_period ? 'plan_period' : 'resource'
  const uuid = body[field]
  if (!uuid) throw new NonFieldError('Either plan_period or resource should be provided.')
  const source = targets.resource
  const named =
    field === 'resource'
      ? sql`resource.uuid = ${uuid}`
      : sql`resource.id = (select period.resource_id from resource_plan_period as period where period.uuid = ${uuid})`
  const resource = await db.maybeOne<UsedResource>(sql`
    select resource.id::text, resource.uuid, resource.name, resource.state, resource.offering_id::text,
      resource.project_id::text, project.customer_id::text, offering.customer_id::text as provider_customer_id
    ${source.from} where ${allOf([named, source.visible(actor)])}
    for no key update of resource
  `)
  if (!resource) throw new ValidationError({ [field]: [`Object with uuid=${uuid} does not exist.`] })
  return resource
}

/** The components of the types that are reported; only what is metered or limited has a usage. */
const findComponents = async (
  { db }: UsageContext,
  resource: UsedResource,
  body: Body,
): Promise<Map<string, Component>> => {
  const types = [...new Set(body.usages.map(({ type }) => type))]
  const components = await db.rows<Component>(sql`
    select id, type, name, billing_type, is_prepaid from offering_component
    where offering_id = ${resource.offering_id} and billing_type in ('usage', 'limit') and type = any(${types}::text[])
  `)
  const known = new Map(components.map((component) => [component.type, component]))
  const unknown = types.filter((type) => !known.has(type)).sort()
  if (unknown.length > 0) throw new NonFieldError(`These components are invalid: ${unknown.join(', ')}.`)
  return known
}

/** The month of the report and the plan period that it falls into. */
const datedReport = async (
  { db, actor }: UsageContext,
  resource: UsedResource,
  body: Body,
  components: readonly Component[],
): Promise<Report> => {
  const when = await db.one<{ month: string; date: string; is_past: boolean; is_future: boolean }>(sql`
    select date_trunc('month', report.date at time zone 'utc')::date as month, report.date,
      date_trunc('month', report.date at time zone 'utc') < date_trunc('month', now() at time zone 'utc') as is_past,
      date_trunc('month', report.date at time zone 'utc') > date_trunc('month', now() at time zone 'utc') as is_future
    from (select coalesce(${body.date ?? null}::timestamptz, now()) as date) as report
  `)
  // C-141: a month that has not begun is refused.
  if (when.is_future) throw new ValidationError({ date: ['Cannot be later than the current month.'] })
  if (when.is_past && !actor.is_staff && components.some(isMetered)) {
    throw new ValidationError({
      date: [
        'Service providers can only specify date for limit-based or prepaid billing components when backfilling ' +
          'past billing periods.',
      ],
    })
  }
  const period = await db.maybeOne<{ id: string; is_closed: boolean; is_later: boolean }>(sql`
    select period.id::text, coalesce(period.end_time <= ${when.month}::timestamp at time zone 'utc', false) as is_closed,
      coalesce(period.start_time >= (${when.month}::date + interval '1 month') at time zone 'utc', false) as is_later
    from resource_plan_period as period
    where period.resource_id = ${resource.id} and ${
      body.plan_period
        ? sql`period.uuid = ${body.plan_period}`
        : sql`(period.start_time is null or period.start_time < (${when.month}::date + interval '1 month') at time zone 'utc')
            and (period.end_time is null or period.end_time > ${when.month}::timestamp at time zone 'utc')`
    }
    order by period.start_time desc nulls last, period.id desc limit 1
  `)
  if (period?.is_later === true) throw new ValidationError({ date: ['Cannot be earlier than the plan period.'] })
  if (period?.is_closed === true) throw new NonFieldError('Billing period is closed.')
  return { resource, planPeriodId: period?.id ?? null, month: when.month, date: when.date }
}

const store = async (
  context: UsageContext,
  report: Report,
  component: Component,
  { amount, description, recurring }: { amount: Decimal; description?: string; recurring?: boolean },
): Promise<void> => {
  const { db, actor } = context
  const { resource, planPeriodId, month, date } = report
  await checkLimit(context, report, component, amount)
  const usage = await db.one<{ id: string; is_new: boolean }>(sql`
    insert into component_usage
      (resource_id, component_id, plan_period_id, billing_period, usage, date, recurring, description, modified_by_id)
    values (${resource.id}, ${component.id}, ${planPeriodId}, ${month}, ${amount}, ${date}, ${recurring ?? false},
      ${description ?? ''}, ${actor.id})
    on conflict (resource_id, component_id, plan_period_id, billing_period) do update set
      usage = excluded.usage, date = excluded.date, recurring = excluded.recurring, description = excluded.description,
      modified_by_id = excluded.modified_by_id, modified = now()
    returning id, xmax = 0 as is_new
  `)
  await showOnResource(context, report, component)
  await billUsage(db, usage.id)
  await emitEvent(db, context, {
    event_type: usage.is_new ? 'marketplace_component_usage_created' : 'marketplace_component_usage_updated',
    message: `Usage of component ${component.name} of resource ${resource.name} has been set to ${amount}.`,
    context: {
      resource_uuid: resource.uuid.replaceAll('-', ''),
      resource_name: resource.name,
      component_type: component.type,
    },
    scopes: [
      { content_type: 'project', object_id: resource.project_id },
      { content_type: 'customer', object_id: resource.customer_id },
      { content_type: 'offering', object_id: resource.offering_id },
    ],
  })
}

/** Refuses what, with the other reports of the component's period, is more than the component allows. */
const checkLimit = async (
  { db }: UsageContext,
  { resource, planPeriodId, month }: Report,
  component: Component,
  amount: Decimal,
): Promise<void> => {
  const checked = await db.one<{ total: string; limit: number | null; exceeds: boolean }>(sql`
    select sums.total::text, component.limit_amount as limit, coalesce(sums.total > component.limit_amount, false) as exceeds
    from offering_component as component
    cross join lateral (
      select coalesce(sum(other.usage), 0) + ${amount}::numeric(20, 2) as total
      from component_usage as other
      where other.resource_id = ${resource.id} and other.component_id = component.id
        and (other.plan_period_id, other.billing_period) is distinct from (${planPeriodId}::bigint, ${month}::date)
        and case component.limit_period
          when 'total' then true
          when 'annual' then date_trunc('year', other.billing_period) = date_trunc('year', ${month}::date)
          when 'quarterly' then date_trunc('quarter', other.billing_period) = date_trunc('quarter', ${month}::date)
          else other.billing_period = ${month}::date
        end
    ) as sums
    where component.id = ${component.id}
  `)
  if (checked.exceeds) {
    throw new NonFieldError(
      `Total amount exceeds limit. Total amount: ${checked.total}, limit: ${String(checked.limit)}.`,
    )
  }
}

/** The resource shows the usage of the last month that was reported. */
const showOnResource = async (
  { db }: UsageContext,
  { resource, month }: Report,
  component: Component,
): Promise<void> => {
  await db.writeRolledUp(
    sql`
      update resource set current_usages = current_usages || jsonb_build_object(${component.type}::text, shown.usage)
      from (
        select trim_scale(sum(usage.usage)) as usage from component_usage as usage
        where usage.resource_id = ${resource.id} and usage.component_id = ${component.id}
          and usage.billing_period = ${month}
      ) as shown
      where resource.id = ${resource.id} and not exists (
        select 1 from component_usage as later
        where later.resource_id = ${resource.id} and later.component_id = ${component.id}
          and later.billing_period > ${month}
      )
    `,
    () => undefined,
  )
}
