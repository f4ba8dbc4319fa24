import type { Authenticated, Context } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { readObject } from '../../list/selection.ts'
import { orderColumns, orderJoins, type OrderWire } from './view.ts'

/** An order that the caller is known to see. */
export const readOrder = async (
  context: Context & Authenticated,
  id: string,
  field?: readonly string[],
): Promise<OrderWire> => {
  const order = await readObject(
    context,
    sql`from marketplace_order ${orderJoins} where marketplace_order.id = ${id}`,
    orderColumns(context),
    field,
  )
  if (!order) throw new NotFound('Order')
  return order
}

export const retrieveOrder: Handler<'marketplace_orders_retrieve'> = (context, { query }) =>
  readOrder(context, context.target.id, query.field)
