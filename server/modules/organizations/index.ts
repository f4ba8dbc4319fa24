import { retrieveGroup } from './retrieve-group.ts'

export { organizationGroupJson, organizationGroupsJson } from './group-json.ts'

export const organizationHandlers = { organization_groups_retrieve: retrieveGroup }
