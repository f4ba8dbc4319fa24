import { randomUUID } from 'node:crypto'
import { jsonText } from '../../../contract/value-fields.ts'
import type { Authenticated, WriteContext } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import type { Handler, OfTarget } from '../../handler.ts'
import { checkKnownLimits } from '../orders/index.ts'
import {
  changeLimits,
  changeResource,
  emitResourceEvent,
  lockResource,
  moveResource,
  planCost,
  requireAvailableOffering,
  resumeService,
  type LockedResource,
} from '../resource-life/index.ts'

// What the provider of a resource, or its agent, says of it.

type ActionContext = WriteContext & Authenticated & OfTarget

const lock = async ({ db, target }: ActionContext): Promise<LockedResource> => {
  const resource = await lockResource(db, target.id)
  requireAvailableOffering(resource)
  return resource
}

/** An erred resource works again; one that had not been in service before is from now on. */
const recover = async (context: ActionContext): Promise<void> => {
  const { db } = context
  const resource = await lock(context)
  await moveResource(db, context, resource, 'set_as_ok', [sql`error_message = ''`, sql`error_traceback = ''`])
  await resumeService(db, resource.id)
}

export const setAsOk: Handler<'marketplace_provider_resources_set_as_ok'> = async (context) => {
  await recover(context)
  return undefined
}

export const setStateOk: Handler<'marketplace_provider_resources_set_state_ok'> = async (context) => {
  await recover(context)
  return { status: 'Resource state has been set to OK.' }
}

export const setAsErred: Handler<'marketplace_provider_resources_set_as_erred'> = async (context, { body }) => {
  const { db } = context
  const resource = await lock(context)
  await moveResource(db, context, resource, 'set_as_erred', [
    sql`error_message = ${body.error_message ?? ''}`,
    sql`error_traceback = ${body.error_traceback ?? ''}`,
  ])
  const message = `Resource ${resource.name} has been reported as erred by its provider.`
  await emitResourceEvent(db, context, resource, 'marketplace_resource_erred_on_backend', message)
  return undefined
}

/** Limits that are in force already at the provider; no order, no range. */
export const setLimits: Handler<'marketplace_provider_resources_set_limits'> = async (context, { body }) => {
  const { db } = context
  const resource = await lock(context)
  await checkKnownLimits(db, resource.offering.id, body.limits)
  const limits = jsonText({ ...resource.limits, ...body.limits })
  await changeResource(
    db,
    context,
    resource,
    [sql`limits = ${limits}::jsonb`, sql`cost = ${planCost(sql`resource.plan_id`, sql`${limits}::jsonb`)}`],
    'limits set',
  )
  await changeLimits(db, resource.id, resource.limits)
  return { status: 'Resource limits have been updated.' }
}

// The rest is written often and by machines; it makes no version.

const touch = async (context: ActionContext, assignment: ReturnType<typeof sql>): Promise<void> => {
  await lock(context)
  // Nothing that roll-ups are computed from.
  await context.db.writeRolledUp(
    sql`update resource set ${assignment}, modified = now() where id = ${context.target.id}`,
    () => undefined,
  )
}

export const refreshLastSync: Handler<'marketplace_provider_resources_refresh_last_sync'> = async (context) => {
  await touch(context, sql`last_sync = now()`)
  return undefined
}

export const setBackendMetadata: Handler<'marketplace_provider_resources_set_backend_metadata'> = async (
  context,
  { body },
) => {
  await touch(context, sql`backend_metadata = ${jsonText(body.backend_metadata)}::jsonb`)
  return { status: 'The backend metadata is updated' }
}

export const submitReport: Handler<'marketplace_provider_resources_submit_report'> = async (context, { body }) => {
  await touch(context, sql`report = ${jsonText(body.report)}::jsonb`)
  return { status: 'Report is submitted' }
}

/** Replaces all addresses of the resource. */
export const setEndpoints: Handler<'marketplace_provider_resources_set_endpoints'> = async (context, { body }) => {
  const { db, target } = context
  await lock(context)
  await db.run(sql`delete from resource_endpoint where resource_id = ${target.id}`)
  for (const { name, url } of body.endpoints) {
    await db.run(sql`
      insert into resource_endpoint (uuid, resource_id, name, url) values (${randomUUID()}, ${target.id}, ${name}, ${url})
    `)
  }
  return { status: 'Endpoints are updated.' }
}
