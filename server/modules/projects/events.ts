import type { Authenticated, WriteContext } from '../../context.ts'
import { wireUuid } from '../../lib/wire.ts'
import { customerContext, emitEvent } from '../events/index.ts'
import type { OwnedScope } from '../grants/index.ts'

/** Reports what happened to a project, on its page and on that of its organization. */
export const emitProjectEvent = (
  context: WriteContext & Authenticated,
  project: OwnedScope,
  eventType: 'project_creation_succeeded' | 'project_update_succeeded' | 'project_deletion_succeeded',
  what: string,
): Promise<void> =>
  emitEvent(context.db, context, {
    event_type: eventType,
    message: `Project ${project.name} has been ${what}.`,
    context: {
      project_uuid: wireUuid(project.uuid),
      project_name: project.name,
      ...customerContext(project.customer),
    },
    scopes: [
      { content_type: 'project', object_id: project.object_id },
      { content_type: 'customer', object_id: project.customer.id },
    ],
  })
