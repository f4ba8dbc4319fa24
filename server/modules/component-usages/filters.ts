import { allOf, sql, when, type Sql } from '../../db/sql.ts'

interface UsageFilters {
  billing_period_month?: number
  billing_period_year?: number
  customer_uuid?: string
  date_after?: string
  date_before?: string
  offering_uuid?: string
  project_uuid?: string
  resource?: { target: { uuid: string } | null }
  resource_uuid?: string
  type?: string
}

/** The filters that usages and their shares have in common; over `usage` and its joins. */
export const usageFilters = (query: UsageFilters): Sql =>
  allOf([
    when(query.billing_period_month, (month) => sql`extract(month from usage.billing_period) = ${month}`),
    when(query.billing_period_year, (year) => sql`extract(year from usage.billing_period) = ${year}`),
    when(
      query.customer_uuid,
      (uuid) => sql`project.customer_id = (select customer.id from customer where customer.uuid = ${uuid})`,
    ),
    when(query.date_after, (date) => sql`(usage.date at time zone 'utc')::date >= ${date}`),
    when(query.date_before, (date) => sql`(usage.date at time zone 'utc')::date <= ${date}`),
    when(query.offering_uuid, (uuid) => sql`offering.uuid = ${uuid}`),
    when(query.project_uuid, (uuid) => sql`project.uuid = ${uuid}`),
    when(query.resource, ({ target }) => (target === null ? sql`false` : sql`resource.uuid = ${target.uuid}`)),
    when(query.resource_uuid, (uuid) => sql`resource.uuid = ${uuid}`),
    when(
      query.type,
      (type) => sql`exists (
        select 1 from offering_component where offering_component.id = usage.component_id and offering_component.type = ${type}
      )`,
    ),
  ])
