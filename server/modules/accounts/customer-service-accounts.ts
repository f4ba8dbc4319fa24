import type { BodyOf } from '../../../contract/index.ts'
import type { CustomerServiceAccount } from '../../../contract/schemas/accounts.ts'
import { requireAvailable } from '../../access/available.ts'
import { requirePermission } from '../../access/target.ts'
import { accountTargets } from '../../access/targets/accounts.ts'
import type { Authenticated, Context, WriteContext } from '../../context.ts'
import { allOf, contains, sql, when } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import { Reply, resolving, type Handler, type OfTarget, type Wire } from '../../handler.ts'
import { linkEquals } from '../../list/filters.ts'
import { listPage } from '../../list/page.ts'
import { readObject } from '../../list/selection.ts'
import { newToken } from '../../lib/secrets.ts'
import { accountStateCodes } from './account-columns.ts'
import { findCustomer } from './scopes.ts'
import { customerServiceAccountColumns, customerServiceAccountJoins } from './service-account-view.ts'
import { changeAccount, closeAccount, insertServiceAccount, rotateKey } from './write-account.ts'

const TABLE = 'customer_service_account'

export const listCustomerAccounts: Handler<'marketplace_customer_service_accounts_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`
        from customer_service_account ${customerServiceAccountJoins}
        where ${allOf([
          accountTargets.customer_service_account.visible(context.actor),
          when(query.username, (value) => sql`customer_service_account.username = ${value}`),
          when(query.email, (value) => contains(sql`customer_service_account.email`, value)),
          when(query.state, (labels) => sql`customer_service_account.state = any(${accountStateCodes(labels)}::int[])`),
          linkEquals(sql`customer.uuid`, query.customer),
          when(query.customer_uuid, (value) => sql`customer.uuid = ${value}`),
        ])}
      `,
      id: sql`customer_service_account.id`,
      order: sql`customer_service_account.created, customer_service_account.id`,
      source: sql`join customer_service_account on customer_service_account.id = page.id ${customerServiceAccountJoins}`,
      columns: customerServiceAccountColumns(context),
    },
    query,
  )

const read = async (context: Context, id: string): Promise<Wire<typeof CustomerServiceAccount>> => {
  const account = await readObject(
    context,
    sql`from customer_service_account ${customerServiceAccountJoins} where customer_service_account.id = ${id}`,
    customerServiceAccountColumns(context),
  )
  if (!account) throw new NotFound('CustomerServiceAccount')
  return account
}

export const retrieveCustomerAccount: Handler<'marketplace_customer_service_accounts_retrieve'> = (context) =>
  read(context, context.target.id)

/** The answer holds the account's key, this once (C-213). */
export const createCustomerAccount = resolving(
  'marketplace_customer_service_accounts_create',
  { body: { customer: findCustomer } },
  async (context, { body: { customer, ...fields } }) => {
    await requirePermission(context, 'SERVICE_ACCOUNT.MANAGE', [{ content_type: 'customer', object_id: customer.id }])
    await requireAvailable(context.db, customer.id)
    const created = await read(context, await insertServiceAccount(context, 'customer', customer.id, fields))
    return new Reply(201, { ...created, token: newToken() }, { location: created.url })
  },
)

type Changes = BodyOf<'marketplace_customer_service_accounts_partial_update'>

export const updateCustomerAccount = async (
  context: WriteContext & Authenticated & OfTarget,
  { body: { customer: _fixed, ...fields } }: { body: Changes },
) => {
  await changeAccount(context, TABLE, fields)
  return read(context, context.target.id)
}

export const closeCustomerAccount: Handler<'marketplace_customer_service_accounts_destroy'> = (context) =>
  closeAccount(context, TABLE)

export const rotateCustomerKey: Handler<'marketplace_customer_service_accounts_rotate_api_key'> = async (context) => {
  await rotateKey(context, TABLE)
  return { ...(await read(context, context.target.id)), token: newToken() }
}
