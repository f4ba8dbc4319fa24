import { retrieveGroup } from './retrieve-group.ts'

export { findOrganizationGroups } from './find-groups.ts'
export { organizationGroupsJson } from './group-json.ts'

export const organizationHandlers = { organization_groups_retrieve: retrieveGroup }
