import type { Comment } from '../../../contract/schemas/support.ts'
import { isPrivileged } from '../../access/visibility.ts'
import type { Context } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler, Wire } from '../../handler.ts'
import { flag, link, text, timestamp, uuid } from '../../list/columns.ts'
import { readObject, type Column, type Columns } from '../../list/page.ts'
import { fullNameSql } from '../grants/index.ts'

const always = <T>(value: T): Column<T> => ({ sql: sql`null`, read: () => value })

const commentColumns = ({ origin }: Context): Columns<Wire<typeof Comment>> => ({
  url: link(origin, 'support-comments', sql`issue_comment.uuid`),
  uuid: uuid(sql`issue_comment.uuid`),
  issue: link(origin, 'support-issues', sql`issue.uuid`),
  issue_key: text(sql`issue.key`),
  description: text(sql`issue_comment.description`),
  is_public: flag(sql`issue_comment.is_public`),
  author_name: text(fullNameSql(sql`app_user`)),
  author_uuid: uuid(sql`app_user.uuid`),
  author_user: link(origin, 'users', sql`app_user.uuid`),
  author_email: text(sql`app_user.email`),
  backend_id: always<string | null>(null),
  remote_id: always<string | null>(null),
  created: timestamp(sql`issue_comment.created`),
  update_is_available: always(false),
  destroy_is_available: always(false),
})

/** Only staff and support write comments that are not public. */
export const commentIssue: Handler<'support_issues_comment'> = async (context, { body }) => {
  const { db, actor, target } = context
  const isPublic = !isPrivileged(actor) || (body.is_public ?? true)
  const { id } = await db.one<{ id: string }>(sql`
    insert into issue_comment (issue_id, author_id, description, is_public)
    values (${target.id}, ${actor.id}, ${body.description}, ${isPublic})
    returning id
  `)
  await db.run(sql`update issue set modified = now() where id = ${target.id}`)
  const comment = await readObject(
    context,
    sql`
      from issue_comment
      join issue on issue.id = issue_comment.issue_id
      join app_user on app_user.id = issue_comment.author_id
      where issue_comment.id = ${id}
    `,
    commentColumns(context),
  )
  if (!comment) throw new NotFound('Issue')
  return comment
}
