import { sql } from '../../db/sql.ts'
import type { Queryable } from '../../db/database.ts'
import { NonFieldError } from '../../errors.ts'
import { insertGrant, lockActiveGrant, revokeGrant, setExpiration, type ActiveGrant } from '../grants/index.ts'
import { SYSTEM } from '../events/index.ts'
import { wireExpiration } from './expiration.ts'
import { checkTeamChange, type ScopeReference, type TeamChange, type TeamContext, type TeamFields } from './change.ts'

const SAME_ROLE = 'User has already the same role in this scope.'

/** Grants a role. An active grant that ends earlier is extended: one grant is active per user, role and scope. */
export const addUser = async (context: TeamContext, reference: ScopeReference, fields: TeamFields) => {
  const change = await checkTeamChange(context, reference, fields, 'CREATE_PERMISSION')
  while (!(await grantOrExtend(context, change))) {
    // Another request has made the grant in between: look at that one.
  }
  return { expiration_time: wireExpiration(change.expirationTime) }
}

/** False when an active grant appeared after it was looked for. */
const grantOrExtend = async (context: TeamContext, change: TeamChange): Promise<boolean> => {
  const { db } = context
  const { grantee, role, scope, expirationTime } = change
  const current = await lockActiveGrant(db, grantee.id, role.id, scope)
  if (current && !current.is_expired && (await covers(db, current, expirationTime))) throw new NonFieldError(SAME_ROLE)
  if (role.content_type !== scope.content_type) throw new NonFieldError('Role is not valid for this scope.')
  if (!role.is_active) throw new NonFieldError('Role is not active.')
  if (current && !current.is_expired) {
    await setExpiration(db, context, current, change)
    return true
  }
  if (current) await revokeGrant(db, SYSTEM, current, { ...change, reason: 'Automatic expiration' })
  return insertGrant(db, context, change)
}

/** Whether the grant lasts at least as long as what is asked for. */
const covers = async (db: Queryable, grant: ActiveGrant, expirationTime: string | null): Promise<boolean> => {
  if (grant.expiration_time === null) return true
  if (expirationTime === null) return false
  const { lasts } = await db.one<{ lasts: boolean }>(sql`
    select ${grant.expiration_time}::timestamptz >= ${expirationTime}::timestamptz as lasts
  `)
  return lasts
}
