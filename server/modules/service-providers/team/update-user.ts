import { NonFieldError } from '../../../errors.ts'
import { resolving } from '../../../handler.ts'
import { lockActiveGrant, setExpiration } from '../../grants/index.ts'
import { checkTeamChange, teamFields } from './change.ts'
import { wireExpiration } from './expiration.ts'
import { providerGrantScope } from './scope.ts'

/** Replaces the expiry; leaving it out makes the grant permanent. */
export const updateUser = resolving(
  'marketplace_service_providers_update_user',
  { body: teamFields },
  async (context, { body }) => {
    const change = await checkTeamChange(context, body, 'CUSTOMER.UPDATE_PERMISSION')
    const scope = providerGrantScope(context.provider)
    const grant = await lockActiveGrant(context.db, change.grantee.id, change.role.id, scope)
    if (!grant || grant.is_expired) throw new NonFieldError('User does not have this role in this scope.')
    await setExpiration(context.db, context, grant, { ...change, scope })
    return { expiration_time: wireExpiration(change.expirationTime) }
  },
)
