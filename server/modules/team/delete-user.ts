import { SYSTEM } from '../events/index.ts'
import { lockActiveGrant, revokeGrant } from '../grants/index.ts'
import { checkTeamChange, type ScopeReference, type TeamContext, type TeamFields } from './change.ts'

/** Revokes a grant; without one nothing happens and the answer is the same. */
export const deleteUser = async (
  context: TeamContext,
  reference: ScopeReference,
  fields: TeamFields,
): Promise<undefined> => {
  const change = await checkTeamChange(context, reference, fields, 'DELETE_PERMISSION')
  const grant = await lockActiveGrant(context.db, change.grantee.id, change.role.id, change.scope)
  if (!grant) return
  const end = grant.is_expired
    ? { source: SYSTEM, reason: 'Automatic expiration' }
    : { source: context, reason: 'Manual user removal via delete_user API endpoint' }
  await revokeGrant(context.db, end.source, grant, { ...change, reason: end.reason })
}
