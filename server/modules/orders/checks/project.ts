import { hasEnded, requireAvailable } from '../../../access/available.ts'
import { holdsAnyRole, onConsumer } from '../../../access/visibility.ts'
import type { Authenticated, WriteContext } from '../../../context.ts'
import type { Queryable } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { Forbidden, ValidationError } from '../../../errors.ts'
import { linkedUuid, unknownLink } from '../../../links.ts'

export interface OrderingProject {
  id: string
  uuid: string
  name: string
  customer: { id: string; uuid: string; name: string }
}

/** The project that orders: one that the caller sees and, unless he is staff, has a role in. Locked against removal. */
export const findOrderingProject = async (
  { db, actor }: WriteContext & Authenticated,
  link: string,
): Promise<OrderingProject> => {
  const uuid = linkedUuid(link, 'projects', 'project')
  const project = await db.maybeOne<OrderingProject & { is_member: boolean }>(sql`
    select project.id, project.uuid, project.name,
      json_build_object('id', customer.id::text, 'uuid', customer.uuid, 'name', customer.name) as customer,
      ${holdsAnyRole(actor, onConsumer(sql`project.id`, sql`project.customer_id`))} as is_member
    from project join customer on customer.id = project.customer_id
    where project.uuid = ${uuid} and not project.is_removed
    for key share of project
  `)
  if (!project) throw unknownLink('project')
  if (!project.is_member && !actor.is_staff) throw actor.is_support ? new Forbidden() : unknownLink('project')
  await requireRunningProject(db, project.id)
  await requireAvailable(db, project.customer.id)
  return project
}

/** Nothing is made again in a project that is over. */
export const requireRunningProject = async (db: Queryable, projectId: string): Promise<void> => {
  const { has_ended } = await db.one<{ has_ended: boolean }>(sql`
    select ${hasEnded} as has_ended from project join customer on customer.id = project.customer_id
    where project.id = ${projectId}
  `)
  if (has_ended) throw new ValidationError({ project: ['Project has ended.'] })
}
