import type { Comment } from '../../../contract/schemas/support.ts'
import { targets } from '../../access/targets/index.ts'
import { isPrivileged } from '../../access/visibility.ts'
import type { Context } from '../../context.ts'
import { allOf, sql, when } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler, Wire } from '../../handler.ts'
import { linkEquals } from '../../list/filters.ts'
import { flag, link, text, timestamp, uuid } from '../../list/columns.ts'
import { listPage } from '../../list/page.ts'
import { perOrigin } from '../../list/made-once.ts'
import { readObject, type Column } from '../../list/selection.ts'
import { fullNameSql } from '../../access/users.ts'

const always = <T>(value: T): Column<T> => ({ sql: sql`null`, read: () => value })

const commentColumns = perOrigin<Wire<typeof Comment>>(({ origin }) => ({
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
}))

const commentJoins = sql`
  join issue on issue.id = issue_comment.issue_id
  join app_user on app_user.id = issue_comment.author_id`

const readComment = async (context: Context, id: string): Promise<Wire<typeof Comment>> => {
  const source = sql`from issue_comment ${commentJoins} where issue_comment.id = ${id}`
  const comment = await readObject(context, source, commentColumns(context))
  if (!comment) throw new NotFound('Comment')
  return comment
}

export const retrieveComment: Handler<'support_comments_retrieve'> = (context) =>
  readComment(context, context.target.id)

export const listComments: Handler<'support_comments_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`
        from issue_comment ${commentJoins}
        where ${allOf([
          targets.issue_comment.visible(context.actor),
          linkEquals(sql`issue.uuid`, query.issue),
          when(query.issue_uuid, (uuid) => sql`issue.uuid = ${uuid}`),
        ])}`,
      id: sql`issue_comment.id`,
      order: sql`issue_comment.created, issue_comment.id`,
      source: sql`join issue_comment on issue_comment.id = page.id ${commentJoins}`,
      columns: commentColumns(context),
    },
    query,
  )

/** Only staff and support write comments that are not public. */
export const commentIssue: Handler<'support_issues_comment'> = async (context, { body }) => {
  const { db, actor, target } = context
  const isPublic = !isPrivileged(actor) || (body.is_public ?? true)
  const { id } = await db.one<{ id: string }>(sql`
    insert into issue_comment (issue_id, author_id, description, is_public)
    values (${target.id}, ${actor.id}, ${body.description}, ${isPublic})
    returning id
  `)
  await db.writeRolledUp(sql`update issue set modified = now() where id = ${target.id}`, () => undefined)
  return readComment(context, id)
}
