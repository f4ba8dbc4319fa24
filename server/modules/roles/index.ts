import { listRoles } from './list-roles.ts'
import { retrieveRole } from './retrieve-role.ts'

export const roleHandlers = { roles_list: listRoles, roles_retrieve: retrieveRole }
