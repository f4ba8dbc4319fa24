import { sql } from '../../db/sql.ts'
import { revokeAllGrants, type GrantScope } from '../grants/index.ts'
import type { LockedOffering, OfferingContext } from './change.ts'

/** Ends all roles on the offering. Without an organization there are none. */
export const revokeOfferingGrants = async (context: OfferingContext, offering: LockedOffering): Promise<void> => {
  const { db } = context
  const customer = await db.maybeOne<GrantScope['customer']>(sql`
    select id, uuid, name, abbreviation, contact_details from customer where id = ${offering.customer_id}
  `)
  if (!customer) return
  const { id, uuid, name } = offering
  await revokeAllGrants(db, context, { content_type: 'offering', object_id: id, uuid, name, customer })
}
