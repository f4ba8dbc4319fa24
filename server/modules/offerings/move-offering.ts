import { requireAvailable } from '../../access/available.ts'
import { sql } from '../../db/sql.ts'
import { NotFound, ValidationError } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { lockWholeOffering, reportOffering } from './change.ts'
import { revokeOfferingGrants } from './revoke-grants.ts'
import { findProvider } from './references.ts'
import { readPublicOffering } from './retrieve-offering.ts'

/** Gives an offering to another provider; its own roles end unless they are to be kept. */
export const moveOffering: Handler<'marketplace_provider_offerings_move_offering'> = async (context, { body }) => {
  const { db } = context
  const { customer_id, provider_id } = await findProvider(db, context.actor, body.customer)
  if (provider_id === null) throw new ValidationError({ customer: ['Organization is not a service provider.'] })
  await requireAvailable(db, customer_id)
  const { offering, projects } = await lockWholeOffering(context)
  if (!body.preserve_permissions) await revokeOfferingGrants(context, offering)
  await db.writeRolledUp(
    sql`update offering set customer_id = ${customer_id}, modified = now() where id = ${offering.id}`,
    (rollup) => {
      rollup.offering(offering.id)
      const old = offering.customer_id
      for (const project_id of projects) rollup.pair(old, project_id)
    },
  )
  await reportOffering(context, { ...offering, customer_id }, 'marketplace_offering_updated', 'moved')
  const moved = await readPublicOffering(context, sql`offering.id = ${offering.id}`)
  if (!moved) throw new NotFound('Offering')
  return moved
}
