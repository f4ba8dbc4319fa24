import { listRoles } from './list-roles.ts'
import { retrieveRole } from './retrieve-role.ts'
import {
  createRole,
  destroyRole,
  disableRole,
  enableRole,
  patchRole,
  updateDescriptions,
  updateRole,
} from './write-role.ts'

export const roleHandlers = {
  roles_list: listRoles,
  roles_create: createRole,
  roles_retrieve: retrieveRole,
  roles_update: updateRole,
  roles_partial_update: patchRole,
  roles_destroy: destroyRole,
  roles_enable: enableRole,
  roles_disable: disableRole,
  roles_update_descriptions_update: updateDescriptions,
}
