import { organizationTargets } from '../../access/targets/organizations.ts'
import { holdsAnyRole } from '../../access/visibility.ts'
import type { Actor } from '../../context.ts'
import type { Queryable } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { ValidationError } from '../../errors.ts'
import { linkedUuid, unknownLink } from '../../links.ts'

// What bodies refer to by link or uuid: found, or a 400 under the field.

/** Id of the category; kept from being deleted meanwhile. */
export const findCategory = async (db: Queryable, link: string): Promise<string> => {
  const uuid = linkedUuid(link, 'marketplace-categories', 'category')
  const row = await db.maybeOne<{ id: string }>(sql`select id from category where uuid = ${uuid} for key share`)
  if (!row) throw unknownLink('category')
  return row.id
}

/** Id of a checklist for users of offerings. */
export const findChecklist = async (db: Queryable, uuid: string): Promise<string> => {
  const row = await db.maybeOne<{ id: string }>(sql`
    select id from checklist where uuid = ${uuid} and checklist_type = 'offering_compliance' for key share
  `)
  if (!row) throw new ValidationError({ compliance_checklist: ['Checklist of type offering_compliance is expected.'] })
  return row.id
}

/** The organization behind the link among those that the caller sees, and its provider; null where it is none yet. */
export const findProvider = async (
  db: Queryable,
  actor: Actor,
  link: string,
): Promise<{ customer_id: string; provider_id: string | null }> => {
  const uuid = linkedUuid(link, 'customers', 'customer')
  const row = await db.maybeOne<{ customer_id: string; provider_id: string | null }>(sql`
    select customer.id as customer_id, service_provider.id as provider_id
    from customer left join service_provider on service_provider.customer_id = customer.id
    where customer.uuid = ${uuid} and (${organizationTargets.customer.visible(actor)} or ${holdsAnyRole(
      actor,
      sql`held.content_type = 'service_provider' and held.object_id = service_provider.id`,
    )})
    for key share of customer
  `)
  if (!row) throw unknownLink('customer')
  return row
}
