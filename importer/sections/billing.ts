import { sql } from '../../server/db/sql.ts'
import { changedIds, inBatches } from '../batches.ts'
import { UNITS } from './offerings.ts'
import type { LoadContext } from '../load-context.ts'
import type { PresetRow, Section } from '../section.ts'

const AMOUNT = { min: 0 }

const firstOfMonth = (date: string): string => `${date.slice(0, 8)}01`

const componentUsages: Section = {
  name: 'component_usages',
  table: 'component_usage',
  keys: 'uuid* usage date billing_period recurring description backend_id',
  references: {
    resource_uuid: { table: 'resource', required: true },
    component_uuid: { table: 'offering_component', required: true },
    plan_period: { table: 'resource_plan_period', column: 'plan_period_id' },
    modified_by_uuid: { table: 'app_user' },
  },
  natural: ['resource_id', 'component_id', 'plan_period_id', 'billing_period'],
  defaults: {
    get billing_period() {
      return firstOfMonth(new Date().toISOString().slice(0, 10))
    },
  },
  derive: (_, { values }) => {
    if (typeof values.billing_period === 'string') values.billing_period = firstOfMonth(values.billing_period)
  },
}

const keepProjectUuid = (_: LoadContext, { references, values }: PresetRow): void => {
  if (references.project_uuid) values.project_uuid = references.project_uuid.replaceAll('-', '')
}

const completeItems = async ({ transaction, touched }: LoadContext, rows: PresetRow[]): Promise<void> => {
  await inBatches(changedIds(rows), async (ids) => {
    await transaction.run(sql`
      update invoice_item set project_name = project.name
      from project
      where project.id = invoice_item.project_id and invoice_item.project_name = ''
        and invoice_item.id = any(${ids}::bigint[])
    `)
    const invoices = await transaction.rows<{ invoice_id: string }>(sql`
      select distinct invoice_id from invoice_item where id = any(${ids}::bigint[])
    `)
    for (const { invoice_id: id } of invoices) touched.invoices.add(id)
  })
}

const creditKeys = `uuid value end_date grace_coefficient expected_consumption minimal_consumption_logic
  apply_as_minimal_consumption`
const creditRules = { value: AMOUNT, minimal_consumption_logic: ['fixed', 'linear'] } as const

const invoices: Section = {
  name: 'invoices',
  table: 'invoice',
  keys: `uuid* month* year* state tax_percent total_cost total_price invoice_date payment_url reference_number
    backend_id`,
  references: { customer_uuid: { table: 'customer', required: true } },
  allowed: { month: { min: 1, max: 12 }, state: ['pending', 'created', 'paid', 'canceled'] },
  natural: ['customer_id', 'month', 'year'],
  after: ({ touched }, rows) => changedIds(rows).forEach((id) => touched.invoices.add(id)),
}

export const usageSections: Section[] = [
  componentUsages,
  {
    name: 'component_user_usages',
    table: 'component_user_usage',
    keys: 'uuid* username* usage description backend_id',
    references: {
      component_usage_uuid: { table: 'component_usage', required: true },
      user_uuid: { table: 'offering_user', column: 'offering_user_id' },
    },
  },
]

export const billingSections: Section[] = [
  {
    name: 'customer_credits',
    table: 'customer_credit',
    keys: creditKeys,
    references: { customer_uuid: { table: 'customer', required: true } },
    links: {
      offering_uuids: {
        table: 'customer_credit_offering',
        from: 'customer_credit_id',
        to: 'offering_id',
        target: 'offering',
      },
    },
    allowed: creditRules,
    natural: ['customer_id'],
  },
  {
    name: 'project_credits',
    table: 'project_credit',
    keys: creditKeys,
    references: { project_uuid: { table: 'project', required: true } },
    allowed: creditRules,
    natural: ['project_id'],
  },
  invoices,
  {
    name: 'invoice_items',
    table: 'invoice_item',
    keys: 'uuid* project_name name quantity unit_price unit measured_unit article_code start end details backend_uuid',
    columns: { start: 'start_time', end: 'end_time' },
    references: {
      invoice_uuid: { table: 'invoice', required: true },
      resource_uuid: { table: 'resource' },
      project_uuid: { table: 'project', column: 'project_id' },
      credit_uuid: { table: 'customer_credit' },
    },
    allowed: { unit: UNITS },
    derive: keepProjectUuid,
    after: completeItems,
  },
]
