import type { ServiceProviderComplianceOverview } from '../../../../contract/schemas/compliance.ts'
import { sql } from '../../../db/sql.ts'
import type { Handler, Wire } from '../../../handler.ts'
import { count, text, uuid } from '../../../list/columns.ts'
import { listPage, type Column, type Columns } from '../../../list/page.ts'

/**
 * Users of the offering, and how many of them have a completion of its current checklist (C-061), and a complete one:
 * counted once for all columns.
 */
const counts = sql`
  cross join lateral (
    select (select count(*) from offering_user where offering_user.offering_id = offering.id) as users,
      count(*) as started, count(*) filter (where completion.is_completed) as completed
    from checklist_completion as completion
    where completion.offering_id = offering.id and completion.checklist_id = offering.compliance_checklist_id
  ) as counted`

const rate: Column<number> = {
  sql: sql`case when counted.users = 0 then 0 else counted.completed::float8 / counted.users * 100 end`,
  read: (value: number) => value,
}

const columns: Columns<Wire<typeof ServiceProviderComplianceOverview>> = {
  offering_uuid: uuid(sql`offering.uuid`),
  offering_name: text(sql`offering.name`),
  checklist_name: text(sql`checklist.name`),
  total_users: count(sql`counted.users`),
  users_with_completions: count(sql`counted.started`),
  completed_users: count(sql`counted.completed`),
  pending_users: count(sql`counted.started - counted.completed`),
  compliance_rate: rate,
}

const joins = sql`join checklist on checklist.id = offering.compliance_checklist_id`

/** Offerings with a checklist, in any state, shared or not. */
export const listComplianceOverview: Handler<'service_provider_compliance_overview'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`from offering ${joins} where offering.customer_id = ${context.provider.customer_id}`,
      id: sql`offering.id`,
      fixed: true,
      order: sql`offering.name, offering.id`,
      source: sql`join offering on offering.id = page.id ${joins} ${counts}`,
      columns,
    },
    query,
  )
