import type { ServiceProviderChecklistSummary } from '../../../../contract/schemas/compliance.ts'
import type { OfProvider } from '../../../context.ts'
import { sql } from '../../../db/sql.ts'
import type { Handler, Wire } from '../../../handler.ts'
import { count, text, uuid } from '../../../list/columns.ts'
import { listPage } from '../../../list/page.ts'
import type { Columns } from '../../../list/selection.ts'

const offeringsCount = ({ provider }: OfProvider) => sql`(
  select count(*) from offering
  where offering.compliance_checklist_id = checklist.id and offering.customer_id = ${provider.customer_id}
)`

const columns = (context: OfProvider): Columns<Wire<typeof ServiceProviderChecklistSummary>> => ({
  checklist_uuid: uuid(sql`checklist.uuid`),
  checklist_name: text(sql`checklist.name`),
  questions_count: count(sql`(select count(*) from question where question.checklist_id = checklist.id)`),
  offerings_count: count(offeringsCount(context)),
})

/** Checklists of the provider's offerings, the most used first. */
export const listChecklistsSummary: Handler<'service_provider_checklists_summary'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`from checklist where ${offeringsCount(context)} > 0`,
      id: sql`checklist.id`,
      order: sql`${offeringsCount(context)} desc, checklist.name, checklist.id`,
      source: sql`join checklist on checklist.id = page.id`,
      columns: columns(context),
    },
    query,
  )
