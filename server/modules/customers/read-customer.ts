import type { Customer } from '../../../contract/schemas/customers.ts'
import type { Authenticated, Context } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Wire } from '../../handler.ts'
import { readObject } from '../../list/selection.ts'
import { customerColumns, customerJoins } from './view.ts'

/** The organization with all its fields, for somebody who may see them. */
export const readCustomer = async (context: Context & Authenticated, id: string): Promise<Wire<typeof Customer>> => {
  const customer = await readObject(
    context,
    sql`from customer ${customerJoins} where customer.id = ${id}`,
    customerColumns(context),
  )
  if (!customer) throw new NotFound('Customer')
  return customer
}
