import type { Context } from '../../context.ts'
import { sql } from '../../db/sql.ts'

/** Who did it, and where it is written. */
export type AuditSource = Pick<Context, 'db' | 'actor' | 'ipAddress' | 'requestId'>

/** Writes to the internal log what has no public event type; never with a secret in `detail`. */
export const audit = async (
  context: AuditSource,
  entry: {
    action: string
    content_type: string
    object_id: string
    object_uuid: string
    detail?: Record<string, unknown>
  },
): Promise<void> => {
  const { actor, ipAddress, requestId } = context
  await context.db.run(sql`
    insert into audit_log
      (action, actor_id, actor_username, content_type, object_id, object_uuid, detail, ip_address, request_id)
    values (${entry.action}, ${actor?.id ?? null}, ${actor?.username ?? ''}, ${entry.content_type}, ${entry.object_id},
      ${entry.object_uuid}, ${JSON.stringify(entry.detail ?? {})}::jsonb, ${ipAddress.slice(0, 64)}, ${requestId})
  `)
}
