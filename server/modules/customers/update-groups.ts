import { sql } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { linkedUuid, unknownLink } from '../../links.ts'
import { emitCustomerEvent } from './events.ts'

/** Replaces the set of groups; none are left when none are sent. */
export const updateOrganizationGroups: Handler<'customers_update_organization_groups'> = async (context, { body }) => {
  const { db, target } = context
  const field = 'organization_groups'
  const uuids = (body.organization_groups ?? []).map((link) => linkedUuid(link, 'organization-groups', field))
  // Two replacements at once: the later one wins as a whole.
  await db.run(sql`select 1 from customer where id = ${target.id} for no key update`)
  const groups = await db.rows<{ id: string }>(sql`
    select id from organization_group where uuid = any(${uuids}::uuid[]) order by id for key share
  `)
  if (groups.length < new Set(uuids).size) throw unknownLink(field)
  const ids = groups.map(({ id }) => id)
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
