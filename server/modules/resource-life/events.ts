import type { Queryable } from '../../db/database.ts'
import { wireUuid } from '../../lib/wire.ts'
import { emitEvent, type EventScope, type EventSource } from '../events/index.ts'
import type { LockedResource } from './locked.ts'

/** What the context of events of a resource and of its orders has in common. */
export const resourceEventContext = ({
  uuid,
  name,
  offering,
  project,
  customer,
}: LockedResource): Record<string, unknown> => ({
  resource_uuid: wireUuid(uuid),
  resource_name: name,
  offering_uuid: wireUuid(offering.uuid),
  offering_name: offering.name,
  offering_type: offering.type,
  project_uuid: wireUuid(project.uuid),
  project_name: project.name,
  customer_uuid: wireUuid(customer.uuid),
  customer_name: customer.name,
})

/** The pages on which events of a resource are shown: those of its consumer and those of its provider. */
export const resourceEventScopes = ({ offering, project, customer }: LockedResource): EventScope[] => [
  { content_type: 'project', object_id: project.id },
  { content_type: 'customer', object_id: customer.id },
  { content_type: 'offering', object_id: offering.id },
  ...(offering.customer_id === null ? [] : [{ content_type: 'customer', object_id: offering.customer_id }]),
]

export const emitResourceEvent = (
  db: Queryable,
  source: EventSource,
  resource: LockedResource,
  eventType: `marketplace_resource_${string}`,
  message: string,
): Promise<void> =>
  emitEvent(db, source, {
    event_type: eventType,
    message,
    context: resourceEventContext(resource),
    scopes: resourceEventScopes(resource),
  })
