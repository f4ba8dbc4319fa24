import { NonFieldError } from '../../errors.ts'
import { lockActiveGrant, setExpiration } from '../grants/index.ts'
import { checkTeamChange, type ScopeReference, type TeamContext, type TeamFields } from './change.ts'
import { wireExpiration } from './expiration.ts'

/** Replaces the expiry; leaving it out makes the grant permanent. */
export const updateUser = async (context: TeamContext, reference: ScopeReference, fields: TeamFields) => {
  const change = await checkTeamChange(context, reference, fields, 'UPDATE_PERMISSION')
  const grant = await lockActiveGrant(context.db, change.grantee.id, change.role.id, change.scope)
  if (!grant || grant.is_expired) throw new NonFieldError('User does not have this role in this scope.')
  await setExpiration(context.db, context, grant, change)
  return { expiration_time: wireExpiration(change.expirationTime) }
}
