import { sql } from '../../db/sql.ts'
import { Conflict, Forbidden } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { deleteFile } from '../files/index.ts'
import { lockWholeOffering, reportOffering } from './change.ts'
import { revokeOfferingGrants } from './revoke-grants.ts'
import { stateCode } from './state.ts'

/** Staff delete anything; others drafts that nothing was made of. Plans, resources and orders go with the offering. */
export const destroyOffering: Handler<'marketplace_provider_offerings_destroy'> = async (context) => {
  const { db, actor } = context
  // No resource can be made of it from here on.
  const { offering, projects } = await lockWholeOffering(context)
  if (!actor.is_staff && projects.length > 0) {
    throw new Forbidden('Offering was not deleted since it has resources.')
  }
  if (!actor.is_staff && offering.state !== stateCode('Draft')) {
    throw new Forbidden('Offering was not deleted since offering is not in draft state.')
  }
  // C-178: what hangs on those that belong to it would go unseen.
  const child = await db.maybeOne(sql`select 1 from offering where parent_id = ${offering.id} limit 1`)
  if (child) throw new Conflict('Cannot delete offering with child offerings.')
  await revokeOfferingGrants(context, offering)
  const billed = await db.rows<{ invoice_id: string }>(sql`
    select distinct invoice_item.invoice_id
    from resource join invoice_item on invoice_item.resource_id = resource.id where resource.offering_id = ${offering.id}
  `)
  for (const { invoice_id } of billed) db.rollup.invoice(invoice_id)
  await db.run(sql`
    delete from checklist_completion
    where content_type = 'offering_user'
      and object_id in (select id from offering_user where offering_id = ${offering.id})
  `)
  await reportOffering(context, offering, 'marketplace_offering_deleted', 'deleted')
  await db.writeRolledUp(sql`delete from offering where id = ${offering.id}`, (rollup) => {
    for (const project_id of projects) rollup.pair(offering.customer_id, project_id)
  })
  for (const file of [offering.thumbnail_id, offering.image_id]) if (file !== null) await deleteFile(db, file)
}
