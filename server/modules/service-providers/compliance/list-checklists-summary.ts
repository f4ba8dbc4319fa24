import type { ServiceProviderChecklistSummary } from '../../../../contract/schemas/compliance.ts'
import { sql } from '../../../db/sql.ts'
import type { Handler, Wire } from '../../../handler.ts'
import { count, text, uuid } from '../../../list/columns.ts'
import { madeOnce } from '../../../list/made-once.ts'
import { listPage } from '../../../list/page.ts'
import type { Columns } from '../../../list/selection.ts'

const offeringsCount = (providerId: string) => sql`(
  select count(*) from offering
  where offering.compliance_checklist_id = checklist.id and offering.customer_id = ${providerId}
)`

const columns = madeOnce((providerId: string): Columns<Wire<typeof ServiceProviderChecklistSummary>> => ({
  checklist_uuid: uuid(sql`checklist.uuid`),
  checklist_name: text(sql`checklist.name`),
  questions_count: count(sql`(select count(*) from question where question.checklist_id = checklist.id)`),
  offerings_count: count(offeringsCount(providerId)),
}))

/** Checklists of the provider's offerings, the most used first. */
export const listChecklistsSummary: Handler<'service_provider_checklists_summary'> = (context, { query }) => {
  const { customer_id: providerId } = context.provider
  return listPage(
    context,
    {
      candidates: sql`from checklist where ${offeringsCount(providerId)} > 0`,
      id: sql`checklist.id`,
      order: sql`${offeringsCount(providerId)} desc, checklist.name, checklist.id`,
      source: sql`join checklist on checklist.id = page.id`,
      columns: columns(providerId),
    },
    query,
  )
}
