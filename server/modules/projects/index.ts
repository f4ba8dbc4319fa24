import { retrieveProject } from './retrieve-project.ts'

export { projectColumns, projectJoins } from './view.ts'

export const projectHandlers = { projects_retrieve: retrieveProject }
