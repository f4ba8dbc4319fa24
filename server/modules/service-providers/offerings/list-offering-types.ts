import { DEFAULT_PAGE_SIZE } from '../../../../contract/list-params.ts'
import { sql } from '../../../db/sql.ts'
import type { Handler } from '../../../handler.ts'
import { pageOf } from '../../../list/page.ts'
import { candidatesOf } from './list-offerings.ts'

/** Distinct types of the listed offerings, in the order of their names. */
export const listOfferingTypes: Handler<'marketplace_service_providers_offerings_types_list'> = async (
  context,
  { query },
) => {
  const rows = await context.db.rows<{ type: string }>(sql`
    select distinct offering.type ${await candidatesOf(context, query)} order by offering.type
  `)
  return pageOf(
    rows.map(({ type }) => type),
    query.page,
    query.page_size ?? DEFAULT_PAGE_SIZE,
  )
}
