import { sql } from '../../db/sql.ts'
import { Conflict, NotFound } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { deleteFile } from '../files/index.ts'
import { emitUserEvent } from './events.ts'

/** C-221: what keeps a user, because it would go with him. Such a user is deactivated instead. */
const KEEPERS = {
  orders: sql`exists (select 1 from marketplace_order where marketplace_order.created_by_id = app_user.id)`,
  issues: sql`exists (
    select 1 from issue where app_user.id in (issue.caller_id, issue.reporter_id, issue.assignee_id)
  )`,
  comments: sql`exists (select 1 from issue_comment where issue_comment.author_id = app_user.id)`,
  answers: sql`exists (select 1 from answer where answer.user_id = app_user.id)`,
  'course accounts': sql`exists (select 1 from course_account where course_account.user_id = app_user.id)`,
  'accounts at offerings': sql`exists (select 1 from offering_user where offering_user.user_id = app_user.id and state <> 8)`,
}

export const destroyUser: Handler<'users_destroy'> = async (context) => {
  const { db, target } = context
  // Everything that refers to a user waits for this lock when it comes into being.
  const user = await db.maybeOne<{ image_id: string | null }>(sql`
    select image_id from app_user where id = ${target.id} for update
  `)
  if (!user) throw new NotFound('User')
  for (const [kind, exists] of Object.entries(KEEPERS)) {
    const found = await db.maybeOne(sql`select 1 from app_user where app_user.id = ${target.id} and ${exists}`)
    if (found) throw new Conflict(`Cannot delete user with existing ${kind}`)
  }
  await emitUserEvent(context, target.id, 'user_deletion_succeeded', 'deleted')
  // What he granted to others stays theirs.
  await db.run(sql`update user_role set created_by_id = null where created_by_id = ${target.id}`)
  await db.run(sql`delete from app_user where id = ${target.id}`)
  if (user.image_id !== null) await deleteFile(db, user.image_id)
}
