import { sql } from '../../db/sql.ts'
import { holdsAnyRole, isPrivileged, onProvidingSide } from '../visibility.ts'
import type { TargetSource } from './source.ts'

const visible: TargetSource['visible'] = (actor) => {
  if (!actor) return sql`false`
  if (isPrivileged(actor)) return sql`true`
  return holdsAnyRole(actor, onProvidingSide(sql`offering.id`, sql`offering.customer_id`))
}

/** Offerings and what belongs to them, as their provider sees them. */
export const catalogueTargets = {
  offering: {
    model: 'Offering',
    from: sql`from offering`,
    id: sql`offering.id`,
    uuid: sql`offering.uuid`,
    offering: sql`offering.id`,
    providerCustomer: sql`offering.customer_id`,
    visible,
  },
  plan: {
    model: 'Plan',
    from: sql`from plan join offering on offering.id = plan.offering_id`,
    id: sql`plan.id`,
    uuid: sql`plan.uuid`,
    offering: sql`offering.id`,
    providerCustomer: sql`offering.customer_id`,
    visible,
  },
} as const satisfies Record<string, TargetSource>
