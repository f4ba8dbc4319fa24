import { sql } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { emitEvent, userContext } from '../events/index.ts'

/** Deletes the token of this request; other tokens of the user stay. */
export const logOut: Handler<'api_auth_logout'> = async (context) => {
  const { db, actor } = context
  if (actor.token) await db.run(sql`delete from auth_token where id = ${actor.token.id}`)
  await emitEvent(db, context, {
    event_type: 'auth_logged_out',
    message: `User ${actor.username} has logged out.`,
    context: userContext('affected_user', actor),
    scopes: [{ content_type: 'user', object_id: actor.id }],
  })
}
