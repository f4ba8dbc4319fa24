import { refuseUnavailable } from '../../access/available.ts'
import { sql } from '../../db/sql.ts'
import { NotFound, RuleError } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { closeAccountsOfProject } from '../accounts/index.ts'
import { lockScope, revokeAllGrants } from '../grants/index.ts'
import { emitProjectEvent } from './events.ts'
import { terminationMetadata } from './termination.ts'

const TERMINATED = 6

/** Marks a project as removed and ends all roles and accounts on it; its history stays. */
export const destroyProject: Handler<'projects_destroy'> = async (context) => {
  const { db, target } = context
  // New resources of the project wait for this lock, and it waits for those that are being made.
  const scope = await lockScope(db, 'project', target.id, 'update')
  if (!scope) throw new NotFound('Project')
  refuseUnavailable(scope.customer)
  const { has_active } = await db.one<{ has_active: boolean }>(sql`
    select exists (
      select 1 from resource where project_id = ${target.id} and state <> ${TERMINATED}
    ) as has_active
  `)
  if (has_active) {
    throw new RuleError('Project contains active resources. Please remove them before deleting project.')
  }
  const metadata = await terminationMetadata(context, target.id)
  const [removed] = await db.writeRolledUp<{ id: string }>(
    sql`
      update project
      set is_removed = true, modified = now(), termination_metadata = ${JSON.stringify(metadata)}::jsonb
      where id = ${target.id} and not is_removed
      returning id
    `,
    (rollup) => {
      rollup.project(target.id)
    },
  )
  if (!removed) throw new NotFound('Project')
  await revokeAllGrants(db, context, scope)
  await closeAccountsOfProject(context, target.id)
  await emitProjectEvent(context, scope, 'project_deletion_succeeded', 'deleted')
}
