import { resolving } from '../../../handler.ts'
import { SYSTEM } from '../../events/index.ts'
import { lockActiveGrant, revokeGrant } from '../../grants/index.ts'
import { checkTeamChange, teamFields } from './change.ts'
import { providerGrantScope } from './scope.ts'

/** Revokes a grant; without one nothing happens and the answer is the same. */
export const deleteUser = resolving(
  'marketplace_service_providers_delete_user',
  { body: teamFields },
  async (context, { body }) => {
    const { grantee, role } = await checkTeamChange(context, body, 'CUSTOMER.DELETE_PERMISSION')
    const scope = providerGrantScope(context.provider)
    const grant = await lockActiveGrant(context.db, grantee.id, role.id, scope)
    if (!grant) return
    const end = grant.is_expired
      ? { source: SYSTEM, reason: 'Automatic expiration' }
      : { source: context, reason: 'Manual user removal via delete_user API endpoint' }
    await revokeGrant(context.db, end.source, grant, { grantee, role, scope, reason: end.reason })
  },
)
