import type { Authenticated, Person, WriteContext } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import { emitEvent, userContext } from '../events/index.ts'

/** Reports what happened to a user, on his page, while he is still there. */
export const emitUserEvent = async (
  context: WriteContext & Authenticated,
  id: string,
  eventType: string,
  what: string,
): Promise<void> => {
  const user = await context.db.maybeOne<Person>(sql`
    select id, uuid, username, first_name, last_name, native_name, is_staff, is_support, token_lifetime
    from app_user where id = ${id}
  `)
  if (!user) throw new NotFound('User')
  await emitEvent(context.db, context, {
    event_type: eventType,
    message: `User ${user.username} has been ${what}.`,
    context: userContext('affected_user', user),
    scopes: [{ content_type: 'user', object_id: id }],
  })
}
