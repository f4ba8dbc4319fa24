import type { WriteContext } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { resolving } from '../../handler.ts'
import { linkedUuid, unknownLink } from '../../links.ts'
import { emitCustomerEvent } from './events.ts'

/** Ids of the linked groups, kept from being deleted until the transaction ends. */
const linkedGroups = async ({ db }: WriteContext, links: readonly string[]): Promise<string[]> => {
  const uuids = links.map((link) => linkedUuid(link, 'organization-groups'))
  const groups = await db.rows<{ id: string }>(sql`
    select id from organization_group where uuid = any(${uuids}::uuid[]) order by id for key share
  `)
  if (groups.length < new Set(uuids).size) throw unknownLink()
  return groups.map(({ id }) => id)
}

/** Replaces the set of groups; none are left when none are sent. */
export const updateOrganizationGroups = resolving(
  'customers_update_organization_groups',
  { body: { organization_groups: linkedGroups } },
  async (context, { body }) => {
    const { db, target } = context
    const ids = body.organization_groups ?? []
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
  },
)
