import { sql } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { findOrganizationGroups } from '../organizations/index.ts'
import { lockOffering, touchOffering } from './change.ts'

/** Replaces the groups that may order; without a list nothing changes. */
export const updateOrganizationGroups: Handler<'marketplace_provider_offerings_update_organization_groups'> = async (
  context,
  { body },
) => {
  const { db } = context
  const offering = await lockOffering(context)
  if (body.organization_groups === undefined) return
  const groups = await findOrganizationGroups(db, body.organization_groups)
  await db.run(sql`delete from offering_organization_group where offering_id = ${offering.id}`)
  await db.run(sql`
    insert into offering_organization_group (offering_id, organization_group_id)
    select ${offering.id}, * from unnest(${groups}::bigint[])
  `)
  await touchOffering(context, offering)
}

export const deleteOrganizationGroups: Handler<'marketplace_provider_offerings_delete_organization_groups'> = async (
  context,
) => {
  const offering = await lockOffering(context)
  await context.db.run(sql`delete from offering_organization_group where offering_id = ${offering.id}`)
  await touchOffering(context, offering)
}
