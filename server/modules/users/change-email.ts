import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { emitUserEvent } from './events.ts'

// C-222: no mail is sent that could be confirmed. The user's wish is noted, and staff, who sees it, sets the address.

export const changeEmail: Handler<'users_change_email'> = async (context, { body }) => {
  const { db, actor, target } = context
  const change = actor.is_staff
    ? sql`email = ${body.email}, requested_email = null`
    : sql`requested_email = ${body.email}`
  const changed = await db.run(sql`update app_user set ${change}, modified = now() where id = ${target.id}`)
  if (changed === 0) throw new NotFound('User')
  if (actor.is_staff) await emitUserEvent(context, target.id, 'user_update_succeeded', 'updated')
}

export const cancelChangeEmail: Handler<'users_cancel_change_email'> = async ({ db, target }) => {
  await db.run(sql`update app_user set requested_email = null, modified = now() where id = ${target.id}`)
}
