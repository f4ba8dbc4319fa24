import { listRobots, retrieveRobot } from './list.ts'
import { robotTransitionHandlers } from './transition.ts'
import { createRobot, destroyRobot, patchRobot, updateRobot } from './write.ts'

export const robotAccountHandlers = {
  marketplace_robot_accounts_list: listRobots,
  marketplace_robot_accounts_create: createRobot,
  marketplace_robot_accounts_retrieve: retrieveRobot,
  marketplace_robot_accounts_update: updateRobot,
  marketplace_robot_accounts_partial_update: patchRobot,
  marketplace_robot_accounts_destroy: destroyRobot,
  ...robotTransitionHandlers,
}
