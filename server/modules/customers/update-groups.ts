import { sql } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { findOrganizationGroups } from '../organizations/index.ts'
import { emitCustomerEvent } from './events.ts'

/** Replaces the set of groups; none are left when none are sent. */
export const updateOrganizationGroups: Handler<'customers_update_organization_groups'> = async (context, { body }) => {
  const { db, target } = context
  const ids = await findOrganizationGroups(db, body.organization_groups ?? [])
  // Two replacements at once: the later one wins as a whole.
  await db.run(sql`select 1 from customer where id = ${target.id} for no key update`)
  await db.run(sql`
    delete from customer_organization_group
    where customer_id = ${target.id} and organization_group_id <> all(${ids}::bigint[])
  `)
  await db.run(sql`
    insert into customer_organization_group (customer_id, organization_group_id)
    select ${target.id}, wanted.id from unnest(${ids}::bigint[]) as wanted (id)
    on conflict do nothing
  `)
  await emitCustomerEvent(context, target.id, 'customer_update_succeeded', 'updated')
}
