import type { IssueStatus } from '../../../contract/schemas/support.ts'
import type { Context, WriteContext } from '../../context.ts'
import { violatedConstraint } from '../../db/database.ts'
import { join, sql } from '../../db/sql.ts'
import { NotFound, ValidationError } from '../../errors.ts'
import { Reply, type Handler, type OfTarget, type Wire } from '../../handler.ts'
import { link, text, uuid } from '../../list/columns.ts'
import { listPage } from '../../list/page.ts'
import { perOrigin } from '../../list/made-once.ts'
import { readObject, type Column } from '../../list/selection.ts'
import { lockIssues, touchStatus } from './roll-up.ts'

type Status = Wire<typeof IssueStatus>

const TYPE_NAMES = ['Resolved', 'Canceled']

const columns = perOrigin<Status>(({ origin }) => ({
  url: link(origin, 'support-issue-statuses', sql`issue_status.uuid`),
  uuid: uuid(sql`issue_status.uuid`),
  name: text(sql`issue_status.name`),
  type: { sql: sql`issue_status.type`, read: (type: 0 | 1) => type } satisfies Column<0 | 1>,
  type_display: { sql: sql`issue_status.type`, read: (type: number) => TYPE_NAMES[type] },
}))

export const listStatuses: Handler<'support_issue_statuses_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`from issue_status`,
      id: sql`issue_status.id`,
      order: sql`issue_status.name, issue_status.id`,
      source: sql`join issue_status on issue_status.id = page.id`,
      columns: columns(context),
    },
    query,
  )

const readStatus = async (context: Context, id: string): Promise<Status> => {
  const status = await readObject(context, sql`from issue_status where issue_status.id = ${id}`, columns(context))
  if (!status) throw new NotFound('IssueStatus')
  return status
}

export const retrieveStatus: Handler<'support_issue_statuses_retrieve'> = (context) =>
  readStatus(context, context.target.id)

/** Creation and replacement are answered with what can be written. */
const written = ({ name, type }: Status) => ({ name, type })

const refuseTaken = (error: unknown): never => {
  if (violatedConstraint(error) !== 'issue_status_name_key') throw error
  throw new ValidationError({ name: ['Issue status with this name already exists.'] })
}

export const createStatus: Handler<'support_issue_statuses_create'> = async (context, { body }) => {
  await lockIssues(context.db)
  const { id } = await context.db
    .one<{ id: string }>(
      sql`insert into issue_status (name, type) values (${body.name}, ${body.type ?? 0}) returning id`,
    )
    .catch(refuseTaken)
  const status = await readStatus(context, id)
  await touchStatus(context.db, status.name)
  return new Reply(201, written(status), { location: status.url })
}

const change = async (
  context: WriteContext & OfTarget,
  { name, type }: { name?: string; type?: 0 | 1 },
): Promise<Status> => {
  const { db, target } = context
  await lockIssues(db)
  const updates = [sql`id = id`]
  if (name !== undefined) updates.push(sql`name = ${name}`)
  if (type !== undefined) updates.push(sql`type = ${type}`)
  const before = await readStatus(context, target.id)
  await db.run(sql`update issue_status set ${join(updates)} where id = ${target.id}`).catch(refuseTaken)
  const after = await readStatus(context, target.id)
  if (after.name !== before.name) for (const status of [before, after]) await touchStatus(db, status.name)
  return after
}

export const updateStatus: Handler<'support_issue_statuses_update'> = async (context, { body }) =>
  written(await change(context, body))

export const patchStatus: Handler<'support_issue_statuses_partial_update'> = (context, { body }) =>
  change(context, body)

export const destroyStatus: Handler<'support_issue_statuses_destroy'> = async (context) => {
  const { db, target } = context
  await lockIssues(db)
  const { name } = await readStatus(context, target.id)
  await db.run(sql`delete from issue_status where id = ${target.id}`)
  await touchStatus(db, name)
}
