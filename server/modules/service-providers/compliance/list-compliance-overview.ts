import type { ServiceProviderComplianceOverview } from '../../../../contract/schemas/compliance.ts'
import { sql, type Sql } from '../../../db/sql.ts'
import type { Handler, Wire } from '../../../handler.ts'
import { count, text, uuid } from '../../../list/columns.ts'
import { listPage, type Column, type Columns } from '../../../list/page.ts'

/** Users of the offering whose completion of its current checklist fulfils the condition (C-061). */
const usersWith = (condition: Sql): Sql => sql`(
  select count(*) from offering_user
  where offering_user.offering_id = offering.id and exists (
    select 1 from checklist_completion
    where checklist_completion.content_type = 'offering_user' and checklist_completion.object_id = offering_user.id
      and checklist_completion.checklist_id = offering.compliance_checklist_id and ${condition}
  )
)`

const allUsers = sql`(select count(*) from offering_user where offering_user.offering_id = offering.id)`
const started = usersWith(sql`true`)
const completed = usersWith(sql`checklist_completion.is_completed`)

const rate: Column<number> = {
  sql: sql`case when ${allUsers} = 0 then 0 else ${completed}::float8 / ${allUsers} * 100 end`,
  read: (value: number) => value,
}

const columns: Columns<Wire<typeof ServiceProviderComplianceOverview>> = {
  offering_uuid: uuid(sql`offering.uuid`),
  offering_name: text(sql`offering.name`),
  checklist_name: text(sql`checklist.name`),
  total_users: count(allUsers),
  users_with_completions: count(started),
  completed_users: count(completed),
  pending_users: count(sql`${started} - ${completed}`),
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
      order: sql`offering.name, offering.id`,
      source: sql`join offering on offering.id = page.id ${joins}`,
      columns,
    },
    query,
  )
