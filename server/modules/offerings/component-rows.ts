import type { BodyOf } from '../../../contract/index.ts'
import { violatedConstraint, type Transaction } from '../../db/database.ts'
import { join, raw, sql, type Sql } from '../../db/sql.ts'
import { ValidationError } from '../../errors.ts'

export type ComponentFields = BodyOf<'marketplace_provider_offerings_create_offering_component'>

const COLUMNS = [
  'billing_type',
  'type',
  'name',
  'description',
  'measured_unit',
  'unit_factor',
  'limit_period',
  'limit_amount',
  'article_code',
  'max_value',
  'min_value',
  'max_available_limit',
  'is_boolean',
  'default_limit',
  'is_prepaid',
  'min_prepaid_duration',
  'max_prepaid_duration',
] as const

const DUPLICATE = new ValidationError({ type: ['Component with this type already exists.'] })

const asDuplicate = (error: unknown): never => {
  throw violatedConstraint(error) === 'offering_component_offering_id_type_key' ? DUPLICATE : error
}

interface Range {
  min_value: number | null
  max_value: number | null
}

/** Id of the component that takes what exceeds another one; undefined leaves it as it is. */
const overageId = async (
  db: Transaction,
  offeringId: string,
  uuid: string | null | undefined,
): Promise<string | null | undefined> => {
  if (uuid === undefined || uuid === null) return uuid
  const found = await db.maybeOne<{ id: string }>(sql`
    select id from offering_component where offering_id = ${offeringId} and uuid = ${uuid}
  `)
  if (!found) throw new ValidationError({ overage_component: ['The offering has no component with this uuid.'] })
  return found.id
}

/** `known` is what the component is already. */
const given = async (db: Transaction, offeringId: string, fields: ComponentFields, known?: Range) => {
  const { min_value: min = known?.min_value, max_value: max = known?.max_value } = fields
  if (min !== undefined && max !== undefined && min !== null && max !== null && min > max) {
    throw new ValidationError({ max_value: ['Ensure this value is greater than or equal to min_value.'] })
  }
  const overage = await overageId(db, offeringId, fields.overage_component)
  return [
    ...COLUMNS.filter((name) => fields[name] !== undefined).map((name) => ({ name: raw(name), value: fields[name] })),
    ...(overage === undefined ? [] : [{ name: raw('overage_component_id'), value: overage }]),
  ] as { name: Sql; value: unknown }[]
}

/** Adds a component, with a price of zero in every plan of the offering. */
export const insertComponent = async (db: Transaction, offeringId: string, fields: ComponentFields): Promise<void> => {
  const columns = await given(db, offeringId, fields)
  const { id } = await db
    .one<{ id: string }>(
      sql`
        insert into offering_component (offering_id, ${join(columns.map(({ name }) => name))})
        values (${offeringId}, ${join(columns.map(({ value }) => value))})
        returning id
      `,
    )
    .catch(asDuplicate)
  await db.run(sql`
    insert into plan_component (plan_id, component_id)
    select plan.id, ${id} from plan where plan.offering_id = ${offeringId} order by plan.id
  `)
}

export const updateComponent = async (
  db: Transaction,
  offeringId: string,
  id: string,
  fields: ComponentFields,
): Promise<void> => {
  const known = await db.one<Range>(sql`select min_value, max_value from offering_component where id = ${id}`)
  const columns = await given(db, offeringId, fields, known)
  await db
    .run(
      sql`
        update offering_component
        set ${join([sql`modified = now()`, ...columns.map(({ name, value }) => sql`${name} = ${value}`)])}
        where id = ${id}
      `,
    )
    .catch(asDuplicate)
}
