import type { BodyOf } from '../../../contract/index.ts'
import { USER_ATTRIBUTES } from '../../../contract/operations/catalogue/user-attributes.ts'
import type { OfferingUserAttributeConfig } from '../../../contract/schemas/offering-answers.ts'
import type { Context } from '../../context.ts'
import type { OfferingUserAttributeConfigRow } from '../../db/schema.gen.ts'
import { join, raw, sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler, OfTarget, Wire } from '../../handler.ts'
import { wireTimestamp, wireUuid } from '../../lib/wire.ts'
import { lockOffering, touchOffering, type OfferingContext } from './change.ts'

type ConfigWire = Wire<typeof OfferingUserAttributeConfig>
type Changes = BodyOf<'marketplace_provider_offerings_update_user_attribute_config'>

const DEFAULT = ['username', 'full_name', 'email']

interface Row extends OfferingUserAttributeConfigRow {
  offering_uuid: string
  offering_name: string
  offering_created: string
  is_default: boolean
}

/** The stored configuration, or what holds without one: then with the uuid and age of the offering (C-165). */
export const readAttributeConfig = async ({ db, config, target }: Context & OfTarget): Promise<ConfigWire> => {
  const row = await db.one<Row>(sql`
    select stored.*, offering.uuid as offering_uuid, offering.name as offering_name,
      offering.created as offering_created, stored.id is null as is_default
    from offering left join offering_user_attribute_config as stored on stored.offering_id = offering.id
    where offering.id = ${target.id}
  `)
  const configured = config.DEFAULT_OFFERING_USER_ATTRIBUTES
  const byDefault: readonly string[] = configured.length > 0 ? configured : DEFAULT
  const isExposed = (name: (typeof USER_ATTRIBUTES)[number]) =>
    row.is_default ? byDefault.includes(name) : row[`expose_${name}`]
  const flags = Object.fromEntries(USER_ATTRIBUTES.map((name) => [`expose_${name}`, isExposed(name)]))
  return {
    uuid: wireUuid(row.is_default ? row.offering_uuid : row.uuid),
    created: wireTimestamp(row.is_default ? row.offering_created : row.created),
    modified: wireTimestamp(row.is_default ? row.offering_created : row.modified),
    offering_uuid: wireUuid(row.offering_uuid),
    offering_name: row.offering_name,
    ...flags,
    exposed_fields: USER_ATTRIBUTES.filter(isExposed),
    is_default: row.is_default,
  }
}

export const retrieveUserAttributeConfig: Handler<'marketplace_provider_offerings_user_attribute_config_retrieve'> = (
  context,
) => readAttributeConfig(context)

/** Makes the configuration or changes the flags that the body names; the others keep their value or get their default. */
export const updateUserAttributeConfig = async (
  context: OfferingContext,
  { body }: { body: Changes },
): Promise<ConfigWire> => {
  const offering = await lockOffering(context)
  const given = USER_ATTRIBUTES.flatMap((name) => {
    const value = body[`expose_${name}`]
    return value === undefined ? [] : [{ column: raw(`expose_${name}`), value }]
  })
  await context.db.run(sql`
    insert into offering_user_attribute_config (${join([raw('offering_id'), ...given.map(({ column }) => column)])})
    values (${join([offering.id, ...given.map(({ value }) => value)])})
    on conflict (offering_id) do update set ${join([
      sql`modified = now()`,
      ...given.map(({ column, value }) => sql`${column} = ${value}`),
    ])}
  `)
  await touchOffering(context, offering)
  return readAttributeConfig(context)
}

export const deleteUserAttributeConfig: Handler<
  'marketplace_provider_offerings_delete_user_attribute_config_destroy'
> = async (context) => {
  const offering = await lockOffering(context)
  const deleted = await context.db.run(sql`
    delete from offering_user_attribute_config where offering_id = ${offering.id}
  `)
  if (deleted === 0) throw new NotFound('OfferingUserAttributeConfig')
  await touchOffering(context, offering)
}
