import { refuseUnavailable } from '../../access/available.ts'
import { sql } from '../../db/sql.ts'
import { NotFound, ValidationError } from '../../errors.ts'
import { resolving } from '../../handler.ts'
import { billMove } from '../billing/index.ts'
import { lockScope, revokeAllGrants } from '../grants/index.ts'
import { linkedCustomer } from './customer-link.ts'
import { emitProjectEvent } from './events.ts'
import { readProject } from './read-project.ts'

/** Moves a project with its resources to another organization. C-126: what has been billed stays with the old one. */
export const moveProject = resolving(
  'projects_move_project',
  { body: { customer: linkedCustomer } },
  async (context, { body }) => {
    const { db, target } = context
    const { customer } = body
    const scope = await lockScope(db, 'project', target.id, 'update')
    if (!scope) throw new NotFound('Project')
    if (scope.customer.id === customer.id) {
      throw new ValidationError({ customer: ['The project belongs to this organization already.'] })
    }
    refuseUnavailable(scope.customer)
    refuseUnavailable(customer)
    if (!body.preserve_permissions) await revokeAllGrants(db, context, scope)
    const resources = sql`select resource.id from resource where resource.project_id = ${target.id}`
    await billMove(db, { resources, from: scope.customer.id, to: customer.id }, () =>
      db.writeRolledUp(
        sql`update project set customer_id = ${customer.id}, modified = now() where id = ${target.id}`,
        (rollup) => {
          rollup.project(target.id)
        },
      ),
    )
    await emitProjectEvent(context, scope, 'project_update_succeeded', `moved to organization ${customer.name}`)
    return readProject(context, target.id)
  },
)
