import type { ComponentsUsageStats } from '../../../contract/schemas/usage-stats.ts'
import type { Queryable } from '../../db/database.ts'
import { sql, type Sql } from '../../db/sql.ts'
import type { Wire } from '../../handler.ts'
import { wireUuid } from '../../lib/wire.ts'

type Stats = Wire<typeof ComponentsUsageStats>

/**
 * C-182: per component of the offerings of the live resources that `condition` (over `resource`) selects: the sum of
 * their reported usages, of all time or of the current month, of their limits, and of their usages so far against
 * these limits. Whole numbers, halves rounded up.
 */
export const usageStats = async (db: Queryable, condition: Sql, onlyThisMonth: boolean): Promise<Stats> => {
  const month = onlyThisMonth
    ? sql`and component_usage.billing_period = date_trunc('month', now() at time zone 'utc')::date`
    : sql``
  const number = (json: Sql): Sql => sql`case when jsonb_typeof(${json}) = 'number' then (${json})::numeric else 0 end`
  const ofType = (column: Sql): Sql => number(sql`(${column} -> offering_component.type)`)
  const rows = await db.rows<Stats['components'][number]>(sql`
    select offering_component.type, offering_component.name, offering_component.description,
      offering_component.measured_unit, offering_component.billing_type,
      round(sum(coalesce(used.total, 0)))::float8 as usage,
      round(sum(${ofType(sql`resource.current_usages`)}))::float8 as limit_usage,
      round(sum(${ofType(sql`resource.limits`)}))::float8 as limit,
      offering.name as offering_name, offering.uuid as offering_uuid
    from resource
    join offering on offering.id = resource.offering_id
    join offering_component on offering_component.offering_id = offering.id
    left join lateral (
      select sum(component_usage.usage) as total from component_usage
      where component_usage.resource_id = resource.id and component_usage.component_id = offering_component.id ${month}
    ) as used on true
    where ${condition} and resource.state <> 6
    group by offering_component.id, offering.id
    order by offering.name, offering.id, offering_component.name, offering_component.id
  `)
  return { components: rows.map((row) => ({ ...row, offering_uuid: wireUuid(row.offering_uuid) })) }
}
