import type { Authenticated, WriteContext } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import { wireUuid } from '../../lib/wire.ts'
import { emitEvent } from '../events/index.ts'

interface Described {
  uuid: string
  key: string
  summary: string
  customer_id: string | null
  customer_uuid: string | null
  customer_name: string | null
  project_id: string | null
  project_uuid: string | null
  project_name: string | null
  caller_id: string | null
}

/** Reports what happened to an issue, on the pages of its caller, organization and project, while it is still there. */
export const emitIssueEvent = async (
  context: WriteContext & Authenticated,
  id: string,
  eventType: string,
  what: 'created' | 'updated' | 'deleted',
): Promise<void> => {
  // Serialises two deletions: the second finds nothing to report.
  const issue = await context.db.maybeOne<Described>(sql`
    select issue.uuid, issue.key, issue.summary, issue.caller_id,
      customer.id as customer_id, customer.uuid as customer_uuid, customer.name as customer_name,
      project.id as project_id, project.uuid as project_uuid, project.name as project_name
    from issue
    left join customer on customer.id = issue.customer_id
    left join project on project.id = issue.project_id
    where issue.id = ${id} for update of issue
  `)
  if (!issue) throw new NotFound('Issue')
  const scopes = [
    { content_type: 'user', object_id: issue.caller_id },
    { content_type: 'customer', object_id: issue.customer_id },
    { content_type: 'project', object_id: issue.project_id },
  ]
  await emitEvent(context.db, context, {
    event_type: eventType,
    message: `Issue ${issue.key} has been ${what}.`,
    context: {
      issue_uuid: wireUuid(issue.uuid),
      issue_key: issue.key,
      issue_summary: issue.summary,
      ...(issue.customer_uuid && { customer_uuid: wireUuid(issue.customer_uuid), customer_name: issue.customer_name }),
      ...(issue.project_uuid && { project_uuid: wireUuid(issue.project_uuid), project_name: issue.project_name }),
    },
    scopes: scopes.flatMap(({ content_type, object_id }) => (object_id === null ? [] : [{ content_type, object_id }])),
  })
}
