import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { listPage } from '../../list/page.ts'
import { readObject } from '../../list/selection.ts'
import { pathUuid } from '../../path-uuid.ts'
import { orderColumns, orderJoins } from '../orders/index.ts'

// Orders of one offering, as the provider's side sees all of them.

export const listOfferingOrders: Handler<'marketplace_provider_offerings_orders_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`from marketplace_order where marketplace_order.offering_id = ${context.target.id}`,
      id: sql`marketplace_order.id`,
      order: sql`marketplace_order.created, marketplace_order.id`,
      source: sql`join marketplace_order on marketplace_order.id = page.id ${orderJoins}`,
      columns: orderColumns(context),
    },
    query,
  )

export const retrieveOfferingOrder: Handler<'marketplace_provider_offerings_orders_retrieve'> = async (
  context,
  { params },
) => {
  const uuid = pathUuid(params.order_uuid, 'Order')
  const order = await readObject(
    context,
    sql`
      from marketplace_order ${orderJoins}
      where marketplace_order.uuid = ${uuid} and marketplace_order.offering_id = ${context.target.id}
    `,
    orderColumns(context),
  )
  if (!order) throw new NotFound('Order')
  return order
}
