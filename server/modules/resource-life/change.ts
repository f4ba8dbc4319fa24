import type { Transaction } from '../../db/database.ts'
import { join, sql, type Sql } from '../../db/sql.ts'
import { Conflict } from '../../errors.ts'
import { sourceCodes, targetCode, validStates } from '../../lib/state-machine.ts'
import type { EventSource } from '../events/index.ts'
import type { LockedResource } from './locked.ts'
import { resourceMachine, type ResourceAction } from './machine.ts'

/** Keeps what the resource looks like now, for its history. */
export const noteVersion = async (
  db: Transaction,
  source: EventSource,
  resourceId: string,
  comment: string,
): Promise<void> => {
  await db.run(sql`
    insert into resource_version (resource_id, user_id, comment, data)
    select resource.id, ${source.actor?.id ?? null}::bigint, ${comment}, jsonb_build_object(
      'uuid', resource.uuid, 'name', resource.name, 'slug', resource.slug, 'description', resource.description,
      'state', resource.state, 'offering', offering.uuid, 'project', project.uuid, 'plan', plan.uuid,
      'limits', resource.limits, 'attributes', resource.attributes, 'options', resource.options,
      'cost', resource.cost::text, 'end_date', resource.end_date, 'backend_id', resource.backend_id,
      'effective_id', resource.effective_id, 'paused', resource.paused, 'downscaled', resource.downscaled,
      'restrict_member_access', resource.restrict_member_access, 'error_message', resource.error_message,
      'error_traceback', resource.error_traceback
    )
    from resource
    join offering on offering.id = resource.offering_id
    join project on project.id = resource.project_id
    left join plan on plan.id = resource.plan_id
    where resource.id = ${resourceId}
  `)
}

/** Writes columns of a locked resource, and notes the change in its history under the comment. */
export const changeResource = async (
  db: Transaction,
  source: EventSource,
  resource: Pick<LockedResource, 'id' | 'offering' | 'project'>,
  assignments: readonly Sql[],
  comment: string,
): Promise<void> => {
  await db.writeRolledUp(
    sql`update resource set ${join([...assignments, sql`modified = now()`])} where id = ${resource.id}`,
    (rollup) => {
      rollup.resource(resource.id)
    },
  )
  await noteVersion(db, source, resource.id, comment)
}

/** Moves a locked resource along an edge of its machine, with further columns; 409 when the edge does not exist. */
export const moveResource = async (
  db: Transaction,
  source: EventSource,
  resource: LockedResource,
  action: ResourceAction,
  assignments: readonly Sql[] = [],
): Promise<void> => {
  if (!sourceCodes(resourceMachine, action).includes(resource.state)) {
    throw new Conflict(validStates(resourceMachine, action))
  }
  const state = targetCode(resourceMachine, action)
  const terminated = resourceMachine.states.Terminated
  if (state !== resource.state && (state === terminated || resource.state === terminated)) db.rollup.turned(resource.id)
  await changeResource(db, source, resource, [sql`state = ${state}`, ...assignments], action.replaceAll('_', ' '))
  resource.state = state
}
