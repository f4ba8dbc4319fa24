import { targets } from '../../access/targets/index.ts'
import type { Authenticated, WriteContext } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { linkedUuid, unknownLink } from '../../links.ts'

export interface LinkedCustomer {
  id: string
  name: string
  blocked: boolean
  archived: boolean
}

/** The organization behind the link, if the actor sees it, kept from being deleted until the transaction ends. */
export const linkedCustomer = async (
  { db, actor }: WriteContext & Authenticated,
  link: string,
): Promise<LinkedCustomer> => {
  const uuid = linkedUuid(link, 'customers')
  const customer = await db.maybeOne<LinkedCustomer>(sql`
    select customer.id, customer.name, customer.blocked, customer.archived from customer
    where customer.uuid = ${uuid} and ${targets.customer.visible(actor)}
    for share of customer
  `)
  if (!customer) throw unknownLink()
  return customer
}
