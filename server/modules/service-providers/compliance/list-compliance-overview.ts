import type { ServiceProviderComplianceOverview } from '../../../../contract/schemas/compliance.ts'
import { sql } from '../../../db/sql.ts'
import type { Handler, Wire } from '../../../handler.ts'
import { count, text, uuid } from '../../../list/columns.ts'
import { accountTotals } from '../../../rollup/totals.ts'
import { listPage } from '../../../list/page.ts'
import type { Column, Columns } from '../../../list/selection.ts'

// Users of the offering, and how many of them have a completion of its current checklist (C-061), and a complete one.
const counts = sql`cross join lateral ${accountTotals} as counted`

const rate: Column<number> = {
  sql: sql`case when counted.accounts = 0 then 0 else counted.completed::float8 / counted.accounts * 100 end`,
  read: (value: number) => value,
}

const columns: Columns<Wire<typeof ServiceProviderComplianceOverview>> = {
  offering_uuid: uuid(sql`offering.uuid`),
  offering_name: text(sql`offering.name`),
  checklist_name: text(sql`checklist.name`),
  total_users: count(sql`counted.accounts`),
  users_with_completions: count(sql`counted.completions`),
  completed_users: count(sql`counted.completed`),
  pending_users: count(sql`counted.completions - counted.completed`),
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
