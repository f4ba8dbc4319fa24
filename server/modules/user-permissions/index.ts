import { listPermissions } from './list-permissions.ts'
import { retrievePermission } from './retrieve-permission.ts'

export const userPermissionHandlers = {
  user_permissions_list: listPermissions,
  user_permissions_retrieve: retrievePermission,
}
