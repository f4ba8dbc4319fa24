import type { BaseComponentUsage } from '../../../contract/schemas/resources.ts'
import { isoUuid, sql } from '../../db/sql.ts'
import type { Handler, Wire } from '../../handler.ts'
import { wireTimestamp, wireUuid } from '../../lib/wire.ts'

interface Row {
  uuid: string
  plan_name: string
  plan_uuid: string
  start: string | null
  end: string | null
  components: Wire<typeof BaseComponentUsage>[]
}

/** The periods with this month's usage in each, oldest first. */
export const listPlanPeriods: Handler<'marketplace_resources_plan_periods_list'> = async ({ db, target }) => {
  const rows = await db.rows<Row>(sql`
    select period.uuid, plan.name as plan_name, plan.uuid as plan_uuid, period.start_time as start,
      period.end_time as end, (
        select coalesce(jsonb_agg(jsonb_build_object(
          'uuid', ${isoUuid(sql`component_usage.uuid`)},
          'created', component_usage.created::text,
          'description', component_usage.description,
          'type', component.type,
          'name', component.name,
          'measured_unit', component.measured_unit,
          'usage', component_usage.usage::text,
          'date', component_usage.date::text,
          'recurring', component_usage.recurring
        ) order by component.name, component_usage.id), '[]')
        from component_usage
        join offering_component as component on component.id = component_usage.component_id
        where component_usage.plan_period_id = period.id
          and component_usage.billing_period = date_trunc('month', now() at time zone 'utc')
      ) as components
    from resource_plan_period as period join plan on plan.id = period.plan_id
    where period.resource_id = ${target.id}
    order by period.start_time, period.id
  `)
  return rows.map(({ uuid, plan_uuid, start, end, components, plan_name }) => ({
    uuid: wireUuid(uuid),
    plan_name,
    plan_uuid: wireUuid(plan_uuid),
    start: start && wireTimestamp(start),
    end: end && wireTimestamp(end),
    components: components.map((usage) => ({
      ...usage,
      created: wireTimestamp(usage.created),
      date: wireTimestamp(usage.date),
    })),
  }))
}
