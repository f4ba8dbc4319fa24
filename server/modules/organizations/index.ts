import { retrieveGroup } from './retrieve-group.ts'

export { organizationGroupsJson } from './group-json.ts'

export const organizationHandlers = { organization_groups_retrieve: retrieveGroup }
