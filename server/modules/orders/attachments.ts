import type { UploadedFile } from '../../../contract/fields.ts'
import type { WriteContext } from '../../context.ts'
import { raw, sql } from '../../db/sql.ts'
import { Conflict, ValidationError } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { wireUuid } from '../../lib/wire.ts'
import { deleteFile, storeFile } from '../files/index.ts'
import { lockOrder, type LockedOrder } from './locked.ts'
import { orderMachine, PENDING_STATES, type OrderStateLabel } from './machine.ts'
import { readOrder } from './retrieve-order.ts'
import { requireCreatorOr } from './review.ts'

type Slot = 'attachment' | 'consumer_message_attachment' | 'provider_message_attachment'

/** Puts another file into a slot of the order, or none; the old one is deleted. */
export const replaceFile = async (
  { db, config }: WriteContext,
  order: Pick<LockedOrder, 'id' | 'uuid'>,
  slot: Slot,
  file: UploadedFile | null,
): Promise<void> => {
  if (file?.content.length === 0) throw new ValidationError({ [slot]: ['The submitted file is empty.'] })
  if (file && file.content.length > config.MAX_IMAGE_BYTES) {
    throw new ValidationError({ [slot]: ['The submitted file is too large.'] })
  }
  const column = raw(`${slot}_id`)
  const { old } = await db.one<{ old: string | null }>(sql`
    select ${column}::text as old from marketplace_order where id = ${order.id}
  `)
  const name = `order/${wireUuid(order.uuid)}/${slot}/${file?.filename ?? ''}`.slice(0, 255)
  const id = file && (await storeFile(db, { name, content: file.content, mimeType: 'application/octet-stream' }))
  // Not for everybody: the link works for users only.
  await db.run(sql`update stored_file set is_public = false where id = ${id}::bigint`)
  await db.run(sql`update marketplace_order set ${column} = ${id}::bigint, modified = now() where id = ${order.id}`)
  if (old !== null && old !== id) await deleteFile(db, old)
}

const requirePending = (order: LockedOrder): void => {
  if (PENDING_STATES.includes(order.state)) return
  const labels = (Object.keys(orderMachine.states) as OrderStateLabel[]).filter((state) =>
    PENDING_STATES.includes(orderMachine.states[state]),
  )
  throw new Conflict(`Valid states for operation: ${labels.join(', ')}.`)
}

export const updateAttachment: Handler<'marketplace_orders_update_attachment'> = async (context, { body }) => {
  const order = await lockOrder(context.db, context.target.id)
  await requireCreatorOr(context, 'ORDER.APPROVE', order)
  requirePending(order)
  if (body.attachment !== undefined) await replaceFile(context, order, 'attachment', body.attachment)
  const { attachment } = await readOrder(context, order.id, ['attachment'])
  return { attachment: attachment ?? null }
}

export const deleteAttachment: Handler<'marketplace_orders_delete_attachment'> = async (context) => {
  const order = await lockOrder(context.db, context.target.id)
  await requireCreatorOr(context, 'ORDER.APPROVE', order)
  requirePending(order)
  await replaceFile(context, order, 'attachment', null)
  return undefined
}
