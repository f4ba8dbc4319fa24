import { jsonText } from '../../../contract/value-fields.ts'
import { requireAvailable } from '../../access/available.ts'
import type { Authenticated, WriteContext } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { Conflict, ValidationError, RuleError } from '../../errors.ts'
import { Reply, type Handler, type OfTarget } from '../../handler.ts'
import { wireUuid } from '../../lib/wire.ts'
import { checkNewOptions, placeOrder, requireNoOpenOrder } from '../orders/index.ts'
import { changeResource, lockResource, requireAvailableOffering, type LockedResource } from '../resource-life/index.ts'

type Options = Readonly<Record<string, unknown>> | null | undefined

/** What is sent, held against the form that the offering has for options of its resources. */
const checked = (resource: LockedResource, sent: Options): Record<string, unknown> => {
  const { values, problems } = checkNewOptions(resource, sent)
  if (Object.keys(problems).length > 0) throw new ValidationError({ options: problems })
  return values
}

const write = async (
  context: WriteContext & Authenticated & OfTarget,
  resource: LockedResource,
  options: Record<string, unknown>,
): Promise<{ status: string }> => {
  const change = sql`options = coalesce(options, '{}') || ${jsonText(options)}::jsonb`
  await changeResource(context.db, context, resource, [change], 'options changed')
  return { status: 'Resource options are submitted' }
}

/** Changes the options at once, or by an order (201) where the offering wants one. */
export const updateOptions: Handler<'marketplace_resources_update_options'> = async (context, { body }) => {
  const { db, actor, target } = context
  await requireAvailable(db, target.customer_id)
  const resource = await lockResource(db, target.id)
  requireAvailableOffering(resource)
  const options = checked(resource, body.options)
  if (resource.offering.plugin_options.create_orders_on_resource_option_change !== true) {
    return write(context, resource, options)
  }
  if (resource.state !== 2) throw new Conflict('Valid states for operation: OK.')
  await requireNoOpenOrder(db, resource.id).catch((error: unknown) => {
    // Told apart from options that will not do.
    throw error instanceof RuleError ? new Conflict('Pending order for resource already exists.') : error
  })
  const attributes = { new_options: options, old_options: resource.options ?? {} }
  const order = await placeOrder(db, context, actor, { type: 'Update', resourceId: resource.id, attributes })
  return new Reply(201, { order_uuid: wireUuid(order.uuid) })
}

export const updateOptionsDirectly: Handler<'marketplace_provider_resources_update_options_direct'> = async (
  context,
  { body },
) => {
  const resource = await lockResource(context.db, context.target.id)
  requireAvailableOffering(resource)
  return write(context, resource, checked(resource, body.options))
}
