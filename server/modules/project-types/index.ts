import { listProjectTypes } from './list-project-types.ts'
import { retrieveProjectType } from './retrieve-project-type.ts'

export const projectTypeHandlers = {
  project_types_list: listProjectTypes,
  project_types_retrieve: retrieveProjectType,
}
