import type { PaymentProfile } from '../../../contract/schemas/organizations.ts'
import { targets } from '../../access/targets/index.ts'
import type { Authenticated, Context } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler, Wire } from '../../handler.ts'
import { pathUuid } from '../../path-uuid.ts'
import { paymentProfileJson } from './payment-profile-json.ts'

export const readProfile = async (
  { db, actor, origin }: Context & Authenticated,
  uuid: string,
): Promise<Wire<typeof PaymentProfile>> => {
  const { from, visible } = targets.payment_profile
  const found = await db.maybeOne<{ body: Wire<typeof PaymentProfile> }>(sql`
    select ${paymentProfileJson(origin)} as body ${from} where payment_profile.uuid = ${uuid} and ${visible(actor)}
  `)
  if (!found) throw new NotFound('PaymentProfile')
  return found.body
}

export const retrieveProfile: Handler<'payment_profiles_retrieve'> = (context, { params }) =>
  Promise.resolve(pathUuid(params.uuid, 'PaymentProfile')).then((uuid) => readProfile(context, uuid))
