import { requireAvailable } from '../../access/available.ts'
import { sql } from '../../db/sql.ts'
import { ValidationError } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { linkedUuid, unknownLink } from '../../links.ts'
import { billMove } from '../billing/index.ts'
import { audit } from '../events/index.ts'
import {
  emitResourceEvent,
  endService,
  lockResource,
  noteVersion,
  requireAvailableOffering,
  resourceMachine,
} from '../resource-life/index.ts'
import { readResource } from './retrieve.ts'

const projectLink = (project: Readonly<Record<string, unknown>>): string => {
  const { url } = project
  if (typeof url === 'string') return url
  throw new ValidationError({ project: { url: ['This field is required.'] } })
}

/** Moves a resource with its orders. C-126: what has been billed stays with the project that it was billed to. */
export const moveToProject: Handler<'marketplace_resources_move_resource'> = async (context, { body }) => {
  const { db, target } = context
  const uuid = linkedUuid(projectLink(body.project), 'projects', 'project')
  const resource = await lockResource(db, target.id)
  requireAvailableOffering(resource)
  // Both, so that neither goes to another organization meanwhile.
  const projects = await db.rows<{ id: string; customer_id: string; is_target: boolean }>(sql`
    select id, customer_id, uuid = ${uuid} as is_target from project
    where uuid = ${uuid} and not is_removed or id = ${resource.project.id}
    order by id for key share
  `)
  const project = projects.find(({ is_target }) => is_target)
  if (!project) throw unknownLink('project')
  if (project.id === resource.project.id) {
    throw new ValidationError({ project: ['The resource is in this project already.'] })
  }
  await requireAvailable(db, project.customer_id)
  const from = projects.find(({ id }) => id === resource.project.id)?.customer_id ?? resource.customer.id
  const resources = sql`${resource.id}::bigint`
  await billMove(db, { resources, from, to: project.customer_id }, () =>
    db.writeRolledUp(
      sql`update resource set project_id = ${project.id}, modified = now() where id = ${resource.id}`,
      (rollup) => {
        rollup.resource(resource.id)
        rollup.pair(resource.offering.customer_id, resource.project.id)
      },
    ),
  )
  await db.run(sql`
    update marketplace_order set project_id = ${project.id}, modified = now() where resource_id = ${resource.id}
  `)
  await noteVersion(db, context, resource.id, 'moved to another project')
  return readResource(context, resource.id)
}

/** Forgets a resource, its orders and usages; it is billed until now. */
export const unlinkResource: Handler<'marketplace_resources_unlink'> = async (context) => {
  const { db, target } = context
  const resource = await lockResource(db, target.id)
  requireAvailableOffering(resource)
  // What is terminated has ended before.
  if (resource.state !== resourceMachine.states.Terminated) await endService(db, resource.id)
  await emitResourceEvent(
    db,
    context,
    resource,
    'marketplace_resource_unlinked',
    `Resource ${resource.name} has been unlinked.`,
  )
  const billed = await db.rows<{ invoice_id: string }>(sql`
    select distinct invoice_id from invoice_item where resource_id = ${resource.id}
  `)
  for (const { invoice_id } of billed) db.rollup.invoice(invoice_id)
  await db.writeRolledUp(sql`delete from resource where id = ${resource.id}`, (rollup) => {
    rollup.pair(resource.offering.customer_id, resource.project.id)
  })
  await audit(context, {
    action: 'resource.unlink',
    content_type: 'resource',
    object_id: resource.id,
    object_uuid: resource.uuid,
  })
  return undefined
}
