import type { OfTarget } from '../../handler.ts'
import type { Actor, WriteContext } from '../../context.ts'
import { requireAvailable } from '../../access/available.ts'
import { join, sql, type Sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import { wireUuid } from '../../lib/wire.ts'
import { emitEvent } from '../events/index.ts'

export type OfferingContext = WriteContext & OfTarget & { actor: Actor }

/** The offering that a change is about, locked until the transaction ends. */
export interface LockedOffering {
  id: string
  uuid: string
  name: string
  type: string
  state: number
  customer_id: string | null
  thumbnail_id: string | null
  image_id: string | null
}

/** Locks the offering of the path, its organization first; refuses when that is blocked, archived or gone. */
export const lockOffering = async (
  { db, target }: OfferingContext,
  strength: Sql = sql`for no key update`,
): Promise<LockedOffering> => {
  await requireAvailable(db, target.provider_customer_id)
  const offering = await db.maybeOne<LockedOffering>(sql`
    select id, uuid, name, type, state, customer_id, thumbnail_id, image_id
    from offering where id = ${target.id} ${strength}
  `)
  if (!offering) throw new NotFound('Offering')
  return offering
}

/**
 * Locks an offering that is to go or to change hands, and its resources, so that they stay where they are and nobody
 * who bills or changes one of them waits for the offering inside of a fold. Resources first, as everywhere; those that
 * were made meanwhile come afterwards. Returns their projects.
 */
export const lockWholeOffering = async (
  context: OfferingContext,
): Promise<{ offering: LockedOffering; projects: string[] }> => {
  const lockResources = () =>
    context.db.rows<{ project_id: string }>(sql`
      select project_id from resource where offering_id = ${context.target.id} order by id for update
    `)
  await lockResources()
  const offering = await lockOffering(context, sql`for update`)
  const projects = new Set((await lockResources()).map(({ project_id }) => project_id))
  return { offering, projects: [...projects] }
}

/** Writes columns that no roll-up reads, and reports it. Undefined assignments are left out. */
export const changeOffering = async (
  context: OfferingContext,
  offering: LockedOffering,
  assignments: readonly (Sql | undefined)[],
): Promise<void> => {
  const given = assignments.filter((assignment) => assignment !== undefined)
  await context.db.writeRolledUp(
    sql`update offering set ${join([sql`modified = now()`, ...given])} where id = ${offering.id}`,
    () => undefined,
  )
  await reportOffering(context, offering, 'marketplace_offering_updated', 'updated')
}

/** Marks an offering as changed when something that belongs to it was. */
export const touchOffering = (context: OfferingContext, offering: LockedOffering): Promise<void> =>
  changeOffering(context, offering, [])

/** Writes the event of a change. */
export const reportOffering = async (
  context: WriteContext,
  offering: Pick<LockedOffering, 'id' | 'uuid' | 'name' | 'customer_id'>,
  eventType: string,
  verb: string,
): Promise<void> => {
  const { db } = context
  await emitEvent(db, context, {
    event_type: eventType,
    message: `Offering ${offering.name} has been ${verb}.`,
    context: { offering_uuid: wireUuid(offering.uuid), offering_name: offering.name },
    scopes: [
      { content_type: 'offering', object_id: offering.id },
      ...(offering.customer_id === null ? [] : [{ content_type: 'customer', object_id: offering.customer_id }]),
    ],
  })
}
