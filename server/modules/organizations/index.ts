import { listGroups } from './list-groups.ts'
import { retrieveGroup } from './retrieve-group.ts'
import { createGroup, destroyGroup, patchGroup, updateGroup } from './write-group.ts'

export { findOrganizationGroups } from './find-groups.ts'
export { organizationGroupsJson } from './group-json.ts'

export const organizationHandlers = {
  organization_groups_list: listGroups,
  organization_groups_create: createGroup,
  organization_groups_retrieve: retrieveGroup,
  organization_groups_update: updateGroup,
  organization_groups_partial_update: patchGroup,
  organization_groups_destroy: destroyGroup,
}
