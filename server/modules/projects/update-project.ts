import { refuseUnavailable } from '../../access/available.ts'
import { requirePermission } from '../../access/target.ts'
import type { Authenticated, WriteContext } from '../../context.ts'
import { join, raw, sql } from '../../db/sql.ts'
import { NotFound, ValidationError } from '../../errors.ts'
import { resolving, type OfTarget } from '../../handler.ts'
import { newSlug } from '../../slugs.ts'
import { deleteFile } from '../files/index.ts'
import { lockScope } from '../grants/index.ts'
import { checkDates, projectAssignments, projectFields, type ProjectChanges, type ProjectDates } from './changes.ts'
import { emitProjectEvent } from './events.ts'
import { readProject } from './read-project.ts'

interface Current extends ProjectDates {
  image_id: string | null
  is_removed: boolean
  has_started: boolean
}

/** Writes the sent columns only, so that concurrent changes of different columns all survive. */
const change = async (context: WriteContext & Authenticated & OfTarget, body: ProjectChanges) => {
  const { db, actor, config, target } = context
  const scope = await lockScope(db, 'project', target.id, 'update')
  const current = await db.maybeOne<Current>(sql`
    select start_date, end_date, image_id, is_removed,
      coalesce(start_date < (now() at time zone 'utc')::date, false) as has_started
    from project where id = ${target.id}
  `)
  if (!scope || !current || current.is_removed) throw new NotFound('Project')
  const { start_date: _, ...withoutStart } = body
  // A start that has passed stays as it is.
  const changes = current.has_started ? withoutStart : body
  await checkDates(db, changes, current)
  if (config.OECD_FOS_2007_CODE_MANDATORY && changes.oecd_fos_2007_code === null) {
    throw new ValidationError({ oecd_fos_2007_code: ['This field may not be null.'] })
  }
  const assignments = await projectAssignments(context, changes, target.uuid)
  if (changes.end_date !== undefined && changes.end_date !== current.end_date) {
    await requirePermission(context, 'PROJECT.DELETE', [{ content_type: 'customer', object_id: scope.customer.id }])
    assignments.push(['end_date_requested_by_id', sql`${changes.end_date === null ? null : actor.id}`])
  }
  refuseUnavailable(scope.customer)
  if (body.slug !== undefined) {
    const slug = body.slug === '' ? await newSlug(db, 'project', body.name ?? scope.name) : body.slug
    assignments.push(['slug', sql`${slug}`])
  }
  const updates = assignments.map(([column, value]) => sql`${raw(column)} = ${value}`)
  const [updated] = await db.writeRolledUp<{ image_id: string | null }>(
    sql`update project set ${join([sql`modified = now()`, ...updates])} where id = ${target.id} returning image_id`,
    (rollup) => {
      if (body.name !== undefined && body.name !== scope.name) rollup.project(target.id)
    },
  )
  if (current.image_id !== null && updated?.image_id !== current.image_id) await deleteFile(db, current.image_id)
  const changed = { ...scope, name: body.name ?? scope.name }
  await emitProjectEvent(context, changed, 'project_update_succeeded', 'updated')
  return readProject(context, target.id)
}

export const updateProject = resolving('projects_update', { body: projectFields }, (context, { body }) =>
  change(context, body),
)

export const patchProject = resolving('projects_partial_update', { body: projectFields }, (context, { body }) =>
  change(context, body),
)
