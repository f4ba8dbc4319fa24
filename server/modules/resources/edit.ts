import type { BodyOf } from '../../../contract/index.ts'
import { requireAvailable } from '../../access/available.ts'
import type { Authenticated, WriteContext } from '../../context.ts'
import { raw, sql, type Sql } from '../../db/sql.ts'
import { Conflict } from '../../errors.ts'
import type { Handler, OfTarget } from '../../handler.ts'
import { sourceCodes, validStates } from '../../lib/state-machine.ts'
import { requireFutureDate } from '../orders/index.ts'
import {
  changeResource,
  emitResourceEvent,
  lockResource,
  requireAvailableOffering,
  resourceMachine,
  type LockedResource,
} from '../resource-life/index.ts'
import { readResource } from './retrieve.ts'

type ActionContext = WriteContext & Authenticated & OfTarget

const endDateColumns = ({ actor }: Authenticated, date: string | null): Sql[] => [
  sql`end_date = ${date}::date`,
  sql`end_date_requested_by_id = ${date === null ? null : actor.id}::bigint`,
]

const reportEndDate = (context: ActionContext, resource: LockedResource, date: string | null): Promise<void> =>
  emitResourceEvent(
    context.db,
    context,
    resource,
    'marketplace_resource_update_end_date_succeeded',
    `End date of resource ${resource.name} has been ${date === null ? 'removed' : `set to ${date}`}.`,
  )

/** Writes what is sent of the name, the description and the end; other keys are ignored. */
const edit = async (context: ActionContext, body: BodyOf<'marketplace_resources_partial_update'>) => {
  const { db, target } = context
  await requireAvailable(db, target.customer_id)
  const resource = await lockResource(db, target.id)
  requireAvailableOffering(resource)
  // The same states as those in which a provider may report a failure: all but the last.
  if (!sourceCodes(resourceMachine, 'set_as_erred').includes(resource.state)) {
    throw new Conflict(validStates(resourceMachine, 'set_as_erred'))
  }
  requireFutureDate('end_date', body.end_date)
  const assignments: Sql[] = []
  if (body.name !== undefined) assignments.push(sql`name = ${body.name}`)
  if (body.description !== undefined) assignments.push(sql`description = ${body.description}`)
  if (body.end_date !== undefined) assignments.push(...endDateColumns(context, body.end_date))
  await changeResource(db, context, resource, assignments, 'edited')
  if (body.end_date !== undefined) await reportEndDate(context, resource, body.end_date)
  const {
    name = '',
    description,
    end_date,
  } = await readResource(context, target.id, ['name', 'description', 'end_date'])
  return { name, description, end_date }
}

export const updateResource: Handler<'marketplace_resources_update'> = (context, { body }) => edit(context, body)
export const patchResource: Handler<'marketplace_resources_partial_update'> = (context, { body }) => edit(context, body)

/** Sets or removes the end; by the provider and by staff. */
export const setEndDate: Handler<'marketplace_resources_set_end_date_by_staff'> = async (context, { body }) => {
  const { db, target } = context
  const resource = await lockResource(db, target.id)
  requireAvailableOffering(resource)
  requireFutureDate('end_date', body.end_date)
  if (body.end_date === undefined) return undefined
  await changeResource(db, context, resource, endDateColumns(context, body.end_date), 'end date set')
  await reportEndDate(context, resource, body.end_date)
  return undefined
}

/** Writes one column when its value is another; says whether it was. */
const setColumn = async (
  context: ActionContext,
  column: 'slug' | 'paused' | 'downscaled' | 'restrict_member_access' | 'backend_id',
  value: string | boolean | undefined,
): Promise<{ isChanged: boolean; resource: LockedResource }> => {
  const { db, target } = context
  const resource = await lockResource(db, target.id)
  requireAvailableOffering(resource)
  const { current } = await db.one<{ current: unknown }>(sql`
    select ${raw(column)} as current from resource where id = ${target.id}
  `)
  const isChanged = value !== undefined && current !== value
  if (isChanged) await changeResource(db, context, resource, [sql`${raw(column)} = ${value}`], `${column} set`)
  return { isChanged, resource }
}

const flagAnswer = (what: string, isChanged: boolean) => ({
  status: `Resource ${what} has been changed.`.replace(
    'has been changed',
    isChanged ? 'has been changed' : 'not changed',
  ),
})

export const setSlug: Handler<'marketplace_resources_set_slug'> = async (context, { body }) =>
  flagAnswer('slug', (await setColumn(context, 'slug', body.slug)).isChanged)

export const setPaused: Handler<'marketplace_resources_set_paused'> = async (context, { body }) => {
  const { isChanged, resource } = await setColumn(context, 'paused', body.paused)
  if (isChanged && body.paused === true) {
    const message = `Resource ${resource.name} has been paused.`
    await emitResourceEvent(context.db, context, resource, 'marketplace_resource_paused', message)
  }
  return flagAnswer('paused flag', isChanged)
}

export const setDownscaled: Handler<'marketplace_resources_set_downscaled'> = async (context, { body }) => {
  const { isChanged, resource } = await setColumn(context, 'downscaled', body.downscaled)
  if (isChanged && body.downscaled === true) {
    const message = `Resource ${resource.name} has been downscaled.`
    await emitResourceEvent(context.db, context, resource, 'marketplace_resource_downscaled', message)
  }
  return flagAnswer('downscaled flag', isChanged)
}

export const setRestrictMemberAccess: Handler<'marketplace_resources_set_restrict_member_access'> = async (
  context,
  { body },
) => {
  const { isChanged } = await setColumn(context, 'restrict_member_access', body.restrict_member_access)
  return flagAnswer('restrict_member_access flag', isChanged)
}

/** Set by the provider's system, which knows the resource under this id. */
export const setBackendId: Handler<'marketplace_provider_resources_set_backend_id'> = async (context, { body }) => {
  const { isChanged } = await setColumn(context, 'backend_id', body.backend_id)
  return { status: isChanged ? 'Resource backend_id has been changed.' : 'Resource backend_id is not changed.' }
}
