import type { Queryable } from '../../db/database.ts'
import { wireUuid } from '../../lib/wire.ts'
import { emitEvent, type EventSource } from '../events/index.ts'
import { resourceEventContext, resourceEventScopes } from '../resource-life/index.ts'
import type { LockedOrder } from './locked.ts'
import { orderTypeOf } from './machine.ts'

export type OrderEvent = 'created' | 'approved' | 'completed' | 'failed' | 'rejected' | 'terminated' | 'unlinked'

const SENTENCES: Record<OrderEvent, string> = {
  created: 'has been created',
  approved: 'has been approved',
  completed: 'has been completed',
  failed: 'has failed',
  rejected: 'has been rejected',
  terminated: 'has been canceled',
  unlinked: 'has been unlinked',
}

/** Reports a step of an order on the pages of its consumer and its provider. */
export const emitOrderEvent = async (
  db: Queryable,
  source: EventSource,
  order: Pick<LockedOrder, 'uuid' | 'type' | 'resource'>,
  event: OrderEvent,
): Promise<void> => {
  const { resource } = order
  const type = orderTypeOf(order.type)
  await emitEvent(db, source, {
    event_type: `marketplace_order_${event}`,
    message: `Marketplace order of type ${type} for resource ${resource.name} ${SENTENCES[event]}.`,
    context: { ...resourceEventContext(resource), order_uuid: wireUuid(order.uuid), order_type: type },
    scopes: resourceEventScopes(resource),
  })
}
