import { sql } from '../../db/sql.ts'
import { Refused } from '../../errors.ts'
import { sourceCodes, targetCode, validStates } from '../../lib/state-machine.ts'
import { readDetails } from './list.ts'
import { emitRobotEvent, lockRobot, requireBothAvailable, type RobotContext } from './locked.ts'
import { robotAccountMachine, type RobotAccountAction } from './machine.ts'

/** Moves the account along an edge of its machine; 400 when there is none. An error is forgotten with the next step. */
const move = async (context: RobotContext, action: RobotAccountAction, message = '') => {
  const { db, target } = context
  await requireBothAvailable(db, target)
  const robot = await lockRobot(db, target.id)
  const moved = await db.run(sql`
    update robot_account
    set state = ${targetCode(robotAccountMachine, action)}, error_message = ${message}, modified = now()
    where id = ${robot.id} and state = any(${sourceCodes(robotAccountMachine, action)}::int[])
  `)
  if (moved === 0) throw new Refused(validStates(robotAccountMachine, action))
  const { to } = robotAccountMachine.actions[action]
  await emitRobotEvent(db, context, robot, 'state_changed', `moved to state ${to}`)
  return readDetails(context, robot.id)
}

const step = (action: RobotAccountAction) => (context: RobotContext) => move(context, action)

export const robotTransitionHandlers = {
  marketplace_robot_accounts_set_state_creating: step('set_state_creating'),
  marketplace_robot_accounts_set_state_ok: step('set_state_ok'),
  marketplace_robot_accounts_set_state_request_deletion: step('set_state_request_deletion'),
  marketplace_robot_accounts_set_state_deleted: step('set_state_deleted'),
  marketplace_robot_accounts_set_state_erred: (context: RobotContext, { body }: { body: { error_message?: string } }) =>
    move(context, 'set_state_erred', body.error_message),
}
