import { sql } from '../../db/sql.ts'
import { NotFound, Unavailable } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { hashPassword } from '../../lib/password.ts'
import { hashing } from '../auth/index.ts'
import { emitUserEvent } from './events.ts'

/** Tokens of the user stay valid: they are revoked on their own, or end with the deactivation of the user. */
export const changePassword: Handler<'users_change_password'> = async (context, { body }) => {
  const { db, target } = context
  if (hashing.isFull) throw new Unavailable()
  const hash = await hashing.run(() => hashPassword(body.new_password))
  await db.transaction(async (transaction) => {
    const changed = await transaction.run(sql`
      update app_user set password_hash = ${hash}, modified = now() where id = ${target.id}
    `)
    if (changed === 0) throw new NotFound('User')
    await emitUserEvent(
      { ...context, db: transaction },
      target.id,
      'user_password_updated_by_staff',
      'given a new password by staff',
    )
  })
}
