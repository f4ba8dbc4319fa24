import type { OfferingComponent } from '../../../contract/schemas/catalogue.ts'
import { sql, type Sql } from '../../db/sql.ts'
import type { Wire } from '../../handler.ts'
import { flag, nullableNumber, nullableUuid, smallNumber, text, uuid } from '../../list/columns.ts'
import { readOnce } from '../../list/made-once.ts'
import { nestedList } from '../../list/nested.ts'
import type { Column, Columns } from '../../list/selection.ts'

type ComponentWire = Wire<typeof OfferingComponent>

/** Components that the plugin of an offering type brings along, with their factors. */
const BUILTIN: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'OpenStack.Tenant': { cores: 1, ram: 1024, storage: 1024 },
  'VMware.VirtualMachine': { cpu: 1, ram: 1024, disk: 1024 },
  'SlurmInvoices.SlurmPackage': { cpu: 1, gpu: 1, ram: 1 },
  'Marketplace.Rancher': { node: 1 },
}

/** Types of the components that offerings of this type are made of; none where the provider says what there is. */
export const builtinTypes = (offeringType: string): string[] => Object.keys(BUILTIN[offeringType] ?? {})

/** By types of offering and component, with a blank between; component types hold none. */
const FACTORS = new Map<string, number>(
  Object.entries(BUILTIN).flatMap(([offeringType, components]) =>
    Object.entries(components).map(([type, factor]) => [`${offeringType} ${type}`, factor] as const),
  ),
)

const bothTypes = sql`offering.type || ' ' || offering_component.type`

/** The database holds nothing but the values of the contract. */
const billingType = text as (sql: Sql) => Column<ComponentWire['billing_type']>
const limitPeriod = text as (sql: Sql) => Column<ComponentWire['limit_period']>

const columns: Columns<ComponentWire> = {
  uuid: uuid(sql`offering_component.uuid`),
  billing_type: billingType(sql`offering_component.billing_type`),
  type: text(sql`offering_component.type`),
  name: text(sql`offering_component.name`),
  description: text(sql`offering_component.description`),
  measured_unit: text(sql`offering_component.measured_unit`),
  unit_factor: smallNumber(sql`offering_component.unit_factor`),
  limit_period: limitPeriod(sql`offering_component.limit_period`),
  limit_amount: nullableNumber(sql`offering_component.limit_amount`),
  article_code: text(sql`offering_component.article_code`),
  max_value: nullableNumber(sql`offering_component.max_value`),
  min_value: nullableNumber(sql`offering_component.min_value`),
  max_available_limit: nullableNumber(sql`offering_component.max_available_limit`),
  is_boolean: flag(sql`offering_component.is_boolean`),
  default_limit: nullableNumber(sql`offering_component.default_limit`),
  factor: { sql: bothTypes, read: (types: string) => FACTORS.get(types) ?? null },
  is_builtin: { sql: bothTypes, read: (types: string) => FACTORS.has(types) },
  is_prepaid: flag(sql`offering_component.is_prepaid`),
  overage_component: nullableUuid(sql`overage.uuid`),
  min_prepaid_duration: nullableNumber(sql`offering_component.min_prepaid_duration`),
  max_prepaid_duration: nullableNumber(sql`offering_component.max_prepaid_duration`),
}

/** Components of `offering`, by name. */
export const offeringComponents: Column<ComponentWire[]> = readOnce(
  nestedList(
    columns,
    sql`
      from offering_component
      left join offering_component as overage on overage.id = offering_component.overage_component_id
      where offering_component.offering_id = offering.id`,
    sql`offering_component.name, offering_component.id`,
  ),
)
