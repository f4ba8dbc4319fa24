import type { Authenticated, WriteContext } from '../../context.ts'
import { NotFound } from '../../errors.ts'
import { customerContext, emitEvent } from '../events/index.ts'
import { lockScope } from '../grants/index.ts'

/** Reports what happened to an organization, while it is still there. */
export const emitCustomerEvent = async (
  context: WriteContext & Authenticated,
  id: string,
  eventType: string,
  what: 'created' | 'updated' | 'deleted',
): Promise<void> => {
  const scope = await lockScope(context.db, 'customer', id)
  if (!scope) throw new NotFound('Customer')
  await emitEvent(context.db, context, {
    event_type: eventType,
    message: `Organization ${scope.name} has been ${what}.`,
    context: customerContext(scope.customer),
    scopes: [{ content_type: 'customer', object_id: id }],
  })
}
