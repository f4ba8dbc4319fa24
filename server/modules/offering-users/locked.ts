import { requireAvailable } from '../../access/available.ts'
import type { Authenticated, WriteContext } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { OfTarget } from '../../handler.ts'
import type { Account } from './account.ts'

export type AccountContext = WriteContext & Authenticated & OfTarget

export interface LockedAccount extends Account {
  state: number
  is_restricted: boolean
}

/** Locks the account of the path; refuses when the organization that provides it is blocked or archived. */
export const lockAccount = async ({ db, target }: AccountContext): Promise<LockedAccount> => {
  await requireAvailable(db, target.provider_customer_id)
  const account = await db.maybeOne<LockedAccount>(sql`
    select offering_user.id, offering_user.uuid, offering_user.username, offering_user.state,
      offering_user.is_restricted,
      json_build_object('id', app_user.id::text, 'uuid', app_user.uuid, 'username', app_user.username) as person,
      json_build_object(
        'id', offering.id::text, 'uuid', offering.uuid, 'name', offering.name,
        'customer_id', offering.customer_id::text
      ) as offering
    from offering_user
    join app_user on app_user.id = offering_user.user_id
    join offering on offering.id = offering_user.offering_id
    where offering_user.id = ${target.id}
    for update of offering_user
  `)
  if (!account) throw new NotFound('OfferingUser')
  return account
}
