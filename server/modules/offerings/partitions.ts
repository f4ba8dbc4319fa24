import type { BodyOf } from '../../../contract/index.ts'
import type { OfferingPartition } from '../../../contract/schemas/offering-parts.ts'
import { canonicalUuid } from '../../../contract/values.ts'
import { violatedConstraint } from '../../db/database.ts'
import { join, raw, sql } from '../../db/sql.ts'
import { NonFieldError, NotFound, ValidationError } from '../../errors.ts'
import type { Handler, Wire } from '../../handler.ts'
import { wireTimestamp, wireUuid } from '../../lib/wire.ts'
import { lockOffering, touchOffering, type LockedOffering, type OfferingContext } from './change.ts'

type Fields = Omit<BodyOf<'marketplace_provider_offerings_update_partition_partial_update'>, 'partition_uuid'>
type PartitionWire = Wire<typeof OfferingPartition>

const asDuplicate = (error: unknown): never => {
  throw violatedConstraint(error) === 'offering_partition_offering_id_partition_name_key'
    ? new NonFieldError('The fields offering, partition_name must make a unique set.')
    : error
}

/** Columns that the body names; the names are the contract's, not the client's. */
const given = (fields: Fields) =>
  Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({ name: raw(name), value }))

const readPartition = async ({ db }: OfferingContext, offering: LockedOffering, id: string): Promise<PartitionWire> => {
  const row = await db.one<{ uuid: string; created: string; modified: string; fields: PartitionWire }>(sql`
    select uuid, created, modified,
      to_jsonb(offering_partition) - '{id,uuid,created,modified,offering_id}'::text[] as fields
    from offering_partition where id = ${id}
  `)
  return {
    ...row.fields,
    uuid: wireUuid(row.uuid),
    created: wireTimestamp(row.created),
    modified: wireTimestamp(row.modified),
    offering: wireUuid(offering.uuid),
    offering_name: offering.name,
  }
}

export const addPartition: Handler<'marketplace_provider_offerings_add_partition'> = async (context, { body }) => {
  const { offering: named, ...fields } = body
  const offering = await lockOffering(context)
  if (named !== canonicalUuid(offering.uuid)) {
    throw new ValidationError({ offering: ['This is not the offering of the path.'] })
  }
  const columns = given(fields)
  const { id } = await context.db
    .one<{ id: string }>(
      sql`
        insert into offering_partition (offering_id, ${join(columns.map(({ name }) => name))})
        values (${offering.id}, ${join(columns.map(({ value }) => value))})
        returning id
      `,
    )
    .catch(asDuplicate)
  await touchOffering(context, offering)
  return readPartition(context, offering, id)
}

export const updatePartition: Handler<'marketplace_provider_offerings_update_partition_partial_update'> = async (
  context,
  { body: { partition_uuid, ...fields } },
) => {
  if (partition_uuid === undefined) throw new ValidationError({ partition_uuid: ['This field is required.'] })
  const offering = await lockOffering(context)
  const changed = await context.db
    .maybeOne<{ id: string }>(
      sql`
        update offering_partition
        set ${join([sql`modified = now()`, ...given(fields).map(({ name, value }) => sql`${name} = ${value}`)])}
        where offering_id = ${offering.id} and uuid = ${partition_uuid}
        returning id
      `,
    )
    .catch(asDuplicate)
  if (!changed) throw new NotFound('OfferingPartition')
  await touchOffering(context, offering)
  return readPartition(context, offering, changed.id)
}

export const removePartition: Handler<'marketplace_provider_offerings_remove_partition'> = async (
  context,
  { body },
) => {
  const offering = await lockOffering(context)
  const deleted = await context.db.run(sql`
    delete from offering_partition where offering_id = ${offering.id} and uuid = ${body.partition_uuid}
  `)
  if (deleted === 0) throw new NotFound('OfferingPartition')
  await touchOffering(context, offering)
}
