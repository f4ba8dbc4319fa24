import { holdsAnyRole, isPrivileged } from '../../access/visibility.ts'
import type { Authenticated, WriteContext } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { Forbidden, RuleError } from '../../errors.ts'
import { Reply, resolving } from '../../handler.ts'
import { emitIssueEvent } from './events.ts'
import { findAssignee, findCaller, places, type Place } from './fields.ts'
import { readIssue } from './retrieve-issue.ts'

/** Whoever answers must know whom and where. */
const requireContact = async ({ db, actor }: WriteContext & Authenticated): Promise<void> => {
  const { email, full_name } = await db.one<{ email: string; full_name: string }>(sql`
    select email, trim(first_name || ' ' || last_name) as full_name from app_user where id = ${actor.id}
  `)
  const missing = email === '' ? 'email' : full_name === '' ? 'full_name' : undefined
  if (missing !== undefined) {
    throw new RuleError(`Current user does not have ${missing}, therefore he is not allowed to create issues.`)
  }
}

/** C-223: roles on the organization, or on the project any that is more than membership. */
const requireScope = async ({ db, actor }: WriteContext & Authenticated, place: Place): Promise<void> => {
  if (isPrivileged(actor)) return
  const onCustomer = sql`held.content_type = 'customer' and held.object_id = ${place.customer_id}`
  const onProject = sql`held.content_type = 'project' and held.object_id = ${place.project_id}
    and held.role_id not in (select role.id from role where role.name = 'PROJECT.MEMBER')`
  const { may } = await db.one<{ may: boolean }>(sql`
    select ${holdsAnyRole(actor, sql`(${onCustomer}) or (${onProject})`)} as may
  `)
  if (!may) throw new Forbidden()
}

const NEW = 'New'

const lookUps = { caller: findCaller, assignee: findAssignee, ...places }

export const createIssue = resolving('support_issues_create', { body: lookUps }, async (context, { body }) => {
  const { db, actor } = context
  if (!actor.is_active) throw new Forbidden()
  const caller = body.caller ?? actor.id
  if (caller !== actor.id && !isPrivileged(actor)) throw new Forbidden()
  // The narrowest place counts; project and organization follow from it.
  const place = body.resource ?? body.project ?? body.customer
  if (place) await requireScope(context, place)
  await requireContact(context)
  const resource = body.resource ?? null
  const status = isPrivileged(actor) ? (body.status ?? NEW) : NEW
  const [created] = await db.writeRolledUp<{ id: string }>(
    sql`
    insert into issue (type, summary, description, priority, status, remote_id, caller_id, reporter_id, assignee_id,
      customer_id, project_id, resource_content_type, resource_object_id)
    values (${body.type}, ${body.summary}, ${body.description ?? ''}, ${body.priority ?? ''}, ${status},
      ${body.remote_id ?? null}, ${caller}, ${actor.id}, ${body.assignee ?? null}, ${place?.customer_id ?? null},
      ${place?.project_id ?? null}, ${resource && 'resource'}, ${resource?.id ?? null})
    returning id
  `,
    (rollup) => {
      if (resource) rollup.resource(resource.id)
    },
  )
  if (!created) throw new Error('An issue was not inserted')
  const { id } = created
  await db.writeRolledUp(sql`update issue set key = ${`ISSUE-${id}`} where id = ${id}`, () => undefined)
  await emitIssueEvent(context, id, 'issue_creation_succeeded', 'created')
  const issue = await readIssue(context, id)
  return new Reply(201, issue, { location: issue.url })
})
