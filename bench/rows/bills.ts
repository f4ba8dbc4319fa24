import type { Plan } from './plan.ts'
import type { Cell, Table } from './table.ts'

const TERMINATED = 6

/** First day of the month, `ago` months before the plan's. */
const monthStart = ({ month }: Plan, ago: number): Date =>
  new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() - ago, 1))

/** An invoice of every organization for every month, with a line for every resource that it has. */
export const bills = (plan: Plan): Table[] => {
  const { shape, stream } = plan
  const [invoice, item, price] = [stream('invoice'), stream('item'), stream('price')]
  const months = Array.from({ length: shape.invoiceMonths }, (_, ago) => ago)
  const invoiceId = (ago: number, customer: number): number => ago * shape.customers + customer
  return [
    {
      name: 'invoice',
      columns: ['id', 'uuid', 'customer_id', 'created', 'year', 'month', 'state', 'tax_percent'],
      rows: (function* (): Generator<readonly Cell[]> {
        for (const ago of months) {
          const first = monthStart(plan, ago)
          for (let customer = 1; customer <= shape.customers; customer++) {
            const id = invoiceId(ago, customer)
            yield [
              id,
              invoice.uuid(id),
              customer,
              first.toISOString().slice(0, 10),
              first.getUTCFullYear(),
              first.getUTCMonth() + 1,
              ago === 0 ? 'pending' : 'paid',
              '20.00',
            ]
          }
        }
      })(),
    },
    {
      name: 'invoice_item',
      columns: [
        'uuid',
        'invoice_id',
        'resource_id',
        'project_id',
        'name',
        'unit',
        'unit_price',
        'quantity',
        'start_time',
        'end_time',
      ],
      rows: (function* (): Generator<readonly Cell[]> {
        for (const ago of months) {
          const [start, end] = [
            monthStart(plan, ago).toISOString(),
            new Date(monthStart(plan, ago - 1).getTime() - 1).toISOString(),
          ]
          for (const { id, project, state } of plan.resources()) {
            // What is terminated was billed until the month before.
            if (ago === 0 && state === TERMINATED) continue
            yield [
              item.uuid(ago * shape.resources + id),
              invoiceId(ago, plan.customerOf(project)),
              id,
              project,
              'Sample resource',
              'month',
              `${String(10 + price.below(90, id))}.${String(10 + price.below(89, id))}`,
              1,
              start,
              end,
            ]
          }
        }
      })(),
    },
  ]
}
