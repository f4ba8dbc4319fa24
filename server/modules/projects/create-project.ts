import { refuseUnavailable } from '../../access/available.ts'
import { randomUUID } from 'node:crypto'
import { requirePermission } from '../../access/target.ts'
import { join, raw, sql } from '../../db/sql.ts'
import { NotFound, ValidationError } from '../../errors.ts'
import { Reply, resolving } from '../../handler.ts'
import { newSlug } from '../../slugs.ts'
import { lockScope } from '../grants/index.ts'
import { checkDates, projectAssignments, projectFields } from './changes.ts'
import { linkedCustomer } from './customer-link.ts'
import { emitProjectEvent } from './events.ts'
import { readProject } from './read-project.ts'

const lookUps = { body: { ...projectFields, customer: linkedCustomer } }

export const createProject = resolving('projects_create', lookUps, async (context, { body }) => {
  const { db, actor, config } = context
  const { customer } = body
  await checkDates(db, body)
  if (config.OECD_FOS_2007_CODE_MANDATORY && (body.oecd_fos_2007_code ?? null) === null) {
    throw new ValidationError({ oecd_fos_2007_code: ['This field is required.'] })
  }
  const uuid = randomUUID()
  const assignments = await projectAssignments(context, body, uuid)
  const onCustomer = [{ content_type: 'customer', object_id: customer.id }] as const
  await requirePermission(context, 'PROJECT.CREATE', onCustomer)
  if (body.end_date) {
    await requirePermission(context, 'PROJECT.DELETE', onCustomer)
    assignments.push(['end_date_requested_by_id', sql`${actor.id}`])
  }
  refuseUnavailable(customer)
  const slug = body.slug === undefined || body.slug === '' ? await newSlug(db, 'project', body.name) : body.slug
  const [created] = await db.writeRolledUp<{ id: string }>(
    sql`
      insert into project (uuid, customer_id, slug, ${join(assignments.map(([column]) => raw(column)))})
      values (${uuid}, ${customer.id}, ${slug}, ${join(assignments.map(([, value]) => value))})
      returning id
    `,
    (rollup, [project]) => {
      rollup.project(project?.id ?? '')
    },
  )
  const scope = await lockScope(db, 'project', created?.id ?? '')
  if (!scope) throw new NotFound('Project')
  await emitProjectEvent(context, scope, 'project_creation_succeeded', 'created')
  const project = await readProject(context, scope.object_id)
  return new Reply(201, project, { location: project.url ?? '' })
})
