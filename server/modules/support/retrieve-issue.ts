import type { Issue } from '../../../contract/schemas/support.ts'
import type { Authenticated, Context } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler, Wire } from '../../handler.ts'
import { readObject } from '../../list/selection.ts'
import { emitIssueEvent } from './events.ts'
import { touchedIssue, touchIssues } from './roll-up.ts'
import { issueColumns, issueJoins } from './view.ts'

export const readIssue = async (context: Context & Authenticated, id: string): Promise<Wire<typeof Issue>> => {
  const source = sql`from issue ${issueJoins} where issue.id = ${id}`
  const issue = await readObject(context, source, issueColumns(context))
  if (!issue) throw new NotFound('Issue')
  return issue
}

export const retrieveIssue: Handler<'support_issues_retrieve'> = (context) => readIssue(context, context.target.id)

export const destroyIssue: Handler<'support_issues_destroy'> = async (context) => {
  const { db, target } = context
  await emitIssueEvent(context, target.id, 'issue_deletion_succeeded', 'deleted')
  await db.writeRolledUp(sql`delete from issue where id = ${target.id} returning ${touchedIssue}`, touchIssues)
}
