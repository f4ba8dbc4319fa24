import { createProject } from './create-project.ts'
import { destroyProject } from './destroy-project.ts'
import { listOtherUsers } from './list-other-users.ts'
import { listProjects } from './list-projects.ts'
import { moveProject } from './move-project.ts'
import { recoverProject } from './recover-project.ts'
import { retrieveProject } from './retrieve-project.ts'
import { retrieveProjectStats } from './stats.ts'
import { patchProject, updateProject } from './update-project.ts'

export { projectConditions, projectOrder } from './filters.ts'
export { projectColumns, projectJoins } from './view.ts'

export const projectHandlers = {
  projects_list: listProjects,
  projects_create: createProject,
  projects_retrieve: retrieveProject,
  projects_update: updateProject,
  projects_partial_update: patchProject,
  projects_destroy: destroyProject,
  projects_move_project: moveProject,
  projects_recover: recoverProject,
  projects_stats_retrieve: retrieveProjectStats,
  projects_other_users_list: listOtherUsers,
}
