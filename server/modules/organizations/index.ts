export { organizationGroupJson } from './group-json.ts'
