import { canonicalUuid } from '../../../contract/values.ts'
import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import { Reply, type Handler } from '../../handler.ts'
import type { Actor } from '../../context.ts'
import { targets } from '../../access/targets/index.ts'

/** Whether `stored_file` is attached to an order that the caller sees. */
const isOfVisibleOrder = (actor: Actor) => sql`exists (
  select 1 ${targets.order.from}
  where stored_file.id in (marketplace_order.attachment_id, marketplace_order.consumer_message_attachment_id,
    marketplace_order.provider_message_attachment_id) and ${targets.order.visible(actor)}
)`

/** A stored file, as attachment and never as something that a browser would run. */
export const retrieveMedia: Handler<'media_retrieve'> = async ({ db, actor }, { params }) => {
  const uuid = canonicalUuid(params.uuid ?? '')
  const file =
    uuid === undefined
      ? undefined
      : await db.maybeOne<{ content: Buffer; mime_type: string; name: string; is_public: boolean }>(sql`
          select content, mime_type, name, is_public from stored_file
          where uuid = ${uuid} and (is_public or ${actor ? isOfVisibleOrder(actor) : sql`false`})
        `)
  if (!file) throw new NotFound()
  const name = file.name.split('/').pop() ?? ''
  return new Reply(200, file.content, {
    'content-type': file.mime_type === '' ? 'application/octet-stream' : file.mime_type,
    'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"`,
    ...(file.is_public ? { 'cache-control': 'public, max-age=86400, immutable' } : {}),
  })
}
