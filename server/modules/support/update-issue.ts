import type { Authenticated, WriteContext } from '../../context.ts'
import { join, sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import { resolving, type OfTarget } from '../../handler.ts'
import { emitIssueEvent } from './events.ts'
import { findAssignee } from './fields.ts'
import { touchedIssue, touchIssues, type TouchedIssue } from './roll-up.ts'
import { readIssue } from './retrieve-issue.ts'
import { statusType } from './view.ts'

interface Changes {
  summary?: string
  description?: string
  assignee?: string | null
  status?: string
}

const change = async (context: WriteContext & Authenticated & OfTarget, body: Changes) => {
  const { db, target } = context
  const updates = [sql`modified = now()`]
  if (body.summary !== undefined) updates.push(sql`summary = ${body.summary}`)
  if (body.description !== undefined) updates.push(sql`description = ${body.description}`)
  if (body.assignee !== undefined) updates.push(sql`assignee_id = ${body.assignee}`)
  if (body.status !== undefined) {
    updates.push(sql`status = ${body.status}`)
    // A repeated status does not move the date.
    updates.push(sql`resolution_date = case
      when ${statusType(sql`${body.status}::text`)} = 0 then coalesce(resolution_date, now())
    end`)
  }
  const updated = await db.writeRolledUp<TouchedIssue>(
    sql`update issue set ${join(updates)} where id = ${target.id} returning ${touchedIssue}`,
    touchIssues,
  )
  if (updated.length === 0) throw new NotFound('Issue')
  await emitIssueEvent(context, target.id, 'issue_update_succeeded', 'updated')
  return readIssue(context, target.id)
}

const lookUps = { assignee: findAssignee }

export const updateIssue = resolving('support_issues_update', { body: lookUps }, (context, { body }) =>
  change(context, body),
)

export const patchIssue = resolving('support_issues_partial_update', { body: lookUps }, (context, { body }) =>
  change(context, body),
)
