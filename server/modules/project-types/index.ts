import { retrieveProjectType } from './retrieve-project-type.ts'

export const projectTypeHandlers = { project_types_retrieve: retrieveProjectType }
