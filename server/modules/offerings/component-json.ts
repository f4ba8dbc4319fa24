import { isoUuid, join, sql, type Sql } from '../../db/sql.ts'

/** Components that the plugin of an offering type brings along, with their factors. */
const BUILTIN: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'OpenStack.Tenant': { cores: 1, ram: 1024, storage: 1024 },
  'VMware.VirtualMachine': { cpu: 1, ram: 1024, disk: 1024 },
  'SlurmInvoices.SlurmPackage': { cpu: 1, gpu: 1, ram: 1 },
  'Marketplace.Rancher': { node: 1 },
}

/** Types of the components that offerings of this type are made of; none where the provider says what there is. */
export const builtinTypes = (offeringType: string): string[] => Object.keys(BUILTIN[offeringType] ?? {})

const factors = (components: Readonly<Record<string, number>>): Sql =>
  join(
    Object.entries(components).map(([type, factor]) => sql`when ${type} then ${factor}::int`),
    ' ',
  )

/** Null for what is not built in. */
const factor: Sql = sql`case offering.type ${join(
  Object.entries(BUILTIN).map(
    ([type, components]) => sql`when ${type} then case offering_component.type ${factors(components)} end`,
  ),
  ' ',
)} end`

/** An offering component as nested JSON; `offering` and `offering_component` must be in scope. */
export const componentJson: Sql = sql`(
  select json_build_object(
    'uuid', ${isoUuid(sql`offering_component.uuid`)},
    'billing_type', offering_component.billing_type,
    'type', offering_component.type,
    'name', offering_component.name,
    'description', offering_component.description,
    'measured_unit', offering_component.measured_unit,
    'unit_factor', offering_component.unit_factor,
    'limit_period', offering_component.limit_period,
    'limit_amount', offering_component.limit_amount,
    'article_code', offering_component.article_code,
    'max_value', offering_component.max_value,
    'min_value', offering_component.min_value,
    'max_available_limit', offering_component.max_available_limit,
    'is_boolean', offering_component.is_boolean,
    'default_limit', offering_component.default_limit,
    'factor', ${factor},
    'is_builtin', ${factor} is not null,
    'is_prepaid', offering_component.is_prepaid,
    'overage_component', (
      select ${isoUuid(sql`overage.uuid`)} from offering_component as overage
      where overage.id = offering_component.overage_component_id
    ),
    'min_prepaid_duration', offering_component.min_prepaid_duration,
    'max_prepaid_duration', offering_component.max_prepaid_duration
  )
)`
