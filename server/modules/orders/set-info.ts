import type { UploadedFile } from '../../../contract/fields.ts'
import type { WriteContext } from '../../context.ts'
import { join, raw, sql, type Sql } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { replaceFile } from './attachments.ts'
import { lockOrder } from './locked.ts'

const ANSWER = { detail: 'Order information has been updated.' }

/** Writes what is sent: texts by column, and the file of the side's message. */
const setInfo = async (
  context: WriteContext,
  orderId: string,
  side: 'consumer' | 'provider',
  texts: Readonly<Record<string, string | undefined>>,
  file: UploadedFile | null | undefined,
): Promise<void> => {
  const { db } = context
  const order = await lockOrder(db, orderId)
  const assignments: Sql[] = [sql`modified = now()`]
  for (const [column, value] of Object.entries(texts)) {
    if (value !== undefined) assignments.push(sql`${raw(column)} = ${value}`)
  }
  await db.run(sql`update marketplace_order set ${join(assignments)} where id = ${order.id}`)
  if (file !== undefined) await replaceFile(context, order, `${side}_message_attachment`, file)
}

export const setConsumerInfo: Handler<'marketplace_orders_set_consumer_info'> = async (context, { body }) => {
  const { consumer_message, consumer_message_attachment } = body
  await setInfo(context, context.target.id, 'consumer', { consumer_message }, consumer_message_attachment)
  return ANSWER
}

export const setProviderInfo: Handler<'marketplace_orders_set_provider_info'> = async (context, { body }) => {
  const { provider_message, provider_message_url, provider_message_attachment } = body
  const texts = { provider_message, provider_message_url }
  await setInfo(context, context.target.id, 'provider', texts, provider_message_attachment)
  return ANSWER
}

/** Set by the provider's system, which knows the order under this id. */
export const setOrderBackendId: Handler<'marketplace_orders_set_backend_id'> = async ({ db, target }, { body }) => {
  const changed = await db.run(sql`
    update marketplace_order set backend_id = ${body.backend_id}, modified = now()
    where id = ${target.id} and backend_id <> ${body.backend_id}
  `)
  return { status: changed > 0 ? 'Order backend_id has been changed.' : 'Order backend_id is not changed.' }
}
