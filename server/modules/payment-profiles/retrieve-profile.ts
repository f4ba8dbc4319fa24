import type { PaymentProfile } from '../../../contract/schemas/organizations.ts'
import { isPrivileged } from '../../access/visibility.ts'
import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler, Wire } from '../../handler.ts'
import { pathUuid } from '../../path-uuid.ts'
import { paymentProfileJson } from './payment-profile-json.ts'
import { ownsCustomer } from './visible-profiles-json.ts'

export const retrieveProfile: Handler<'payment_profiles_retrieve'> = async ({ db, actor, origin }, { params }) => {
  const uuid = pathUuid(params.uuid, 'PaymentProfile')
  const isVisible = isPrivileged(actor) ? sql`true` : sql`payment_profile.is_active and ${ownsCustomer(actor)}`
  const found = await db.maybeOne<{ body: Wire<typeof PaymentProfile> }>(sql`
    select ${paymentProfileJson(origin)} as body
    from payment_profile join customer on customer.id = payment_profile.organization_id
    where payment_profile.uuid = ${uuid} and ${isVisible}
  `)
  if (!found) throw new NotFound('PaymentProfile')
  return found.body
}
