import { holdsOnProviderOf } from '../../access/visibility.ts'
import type { Actor } from '../../context.ts'
import { anyOf, sql, type Sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { pathUuid } from '../../path-uuid.ts'
import { only, readObject } from '../../list/selection.ts'
import { organizationTargets } from '../../access/targets/organizations.ts'
import { customerColumns, customerJoins } from './view.ts'

const isServed = (actor: Actor): Sql => sql`exists (
  select 1 from sp_customer
  where sp_customer.customer_id = customer.id and sp_customer.resource_count > 0
    and ${holdsOnProviderOf(actor, 'SERVICE_PROVIDER.LIST_CUSTOMERS', sql`sp_customer.provider_customer_id`)}
)`

/** What the lists of a provider show of the organizations that it serves. */
const SERVED_FIELDS = [
  'url',
  'uuid',
  'name',
  'slug',
  'native_name',
  'abbreviation',
  'email',
  'phone_number',
  'country',
  'image',
] as const

export const retrieveCustomer: Handler<'customers_retrieve'> = async (context, { params, query }) => {
  const { actor, db } = context
  const uuid = pathUuid(params.uuid, 'Customer')
  const seesAll = organizationTargets.customer.visible(actor)
  const found = await db.maybeOne<{ id: string; sees_all: boolean }>(sql`
    select customer.id, ${seesAll} as sees_all from customer
    where customer.uuid = ${uuid} and ${anyOf([seesAll, isServed(actor)])}
  `)
  if (!found) throw new NotFound('Customer')
  const all = customerColumns(context)
  const customer = await readObject(
    context,
    sql`from customer ${customerJoins} where customer.id = ${found.id}`,
    found.sees_all ? all : only(all, SERVED_FIELDS),
    query.field,
  )
  if (!customer) throw new NotFound('Customer')
  return customer
}
