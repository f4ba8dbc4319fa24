import { requireAvailable } from '../../access/available.ts'
import type { Authenticated, WriteContext } from '../../context.ts'
import type { Transaction } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { OfTarget } from '../../handler.ts'
import { wireUuid } from '../../lib/wire.ts'
import { emitEvent, type EventSource } from '../events/index.ts'

export type RobotContext = WriteContext & Authenticated & OfTarget

/** A robot account with where it belongs. */
export interface LockedRobot {
  id: string
  uuid: string
  type: string
  state: number
  backend_id: string
  resource_uuid: string
  resource_name: string
  project_id: string
  customer_id: string
  offering_id: string
  provider_customer_id: string | null
}

/** Locks the account; 404 when it is gone. */
export const lockRobot = async (db: Transaction, id: string): Promise<LockedRobot> => {
  const robot = await db.maybeOne<LockedRobot>(sql`
    select robot_account.id, robot_account.uuid, robot_account.type, robot_account.state, robot_account.backend_id,
      resource.uuid as resource_uuid, resource.name as resource_name, resource.project_id, project.customer_id,
      resource.offering_id, offering.customer_id as provider_customer_id
    from robot_account
    join resource on resource.id = robot_account.resource_id
    join project on project.id = resource.project_id
    join offering on offering.id = resource.offering_id
    where robot_account.id = ${id}
    for update of robot_account
  `)
  if (!robot) throw new NotFound('RobotAccount')
  return robot
}

/** Nothing is changed for a consumer, or by a provider, whose organization is blocked or archived. */
export const requireBothAvailable = async (
  db: Transaction,
  { customer_id, provider_customer_id }: { customer_id: string | null; provider_customer_id: string | null },
): Promise<void> => {
  await requireAvailable(db, customer_id)
  await requireAvailable(db, provider_customer_id)
}

/** Reports a change, to be seen by the consumer and by the provider. */
export const emitRobotEvent = (
  db: Transaction,
  source: EventSource,
  robot: LockedRobot,
  change: 'created' | 'updated' | 'deleted' | 'state_changed',
  verb: string,
): Promise<void> =>
  emitEvent(db, source, {
    event_type: `resource_robot_account_${change}`,
    message: `Robot account ${robot.type} of resource ${robot.resource_name} has been ${verb}.`,
    context: {
      robot_account_uuid: wireUuid(robot.uuid),
      robot_account_type: robot.type,
      resource_uuid: wireUuid(robot.resource_uuid),
      resource_name: robot.resource_name,
    },
    scopes: [
      { content_type: 'project', object_id: robot.project_id },
      { content_type: 'customer', object_id: robot.customer_id },
      { content_type: 'offering', object_id: robot.offering_id },
      ...(robot.provider_customer_id === null
        ? []
        : [{ content_type: 'customer', object_id: robot.provider_customer_id }]),
    ],
  })
