import type { CustomerServiceAccount, ProjectServiceAccount } from '../../../contract/schemas/accounts.ts'
import { sql } from '../../db/sql.ts'
import type { Wire } from '../../handler.ts'
import { link, nullableText, text, timestamp, uuid } from '../../list/columns.ts'
import { perOrigin } from '../../list/made-once.ts'
import { accountJoins, accountState } from './account-columns.ts'

/** Project and organization of a service account. */
export const projectServiceAccountJoins = accountJoins(sql`project_service_account`)

export const projectServiceAccountColumns = perOrigin<Wire<typeof ProjectServiceAccount>>(({ origin }) => ({
  url: link(origin, 'marketplace-project-service-accounts', sql`project_service_account.uuid`),
  uuid: uuid(sql`project_service_account.uuid`),
  created: timestamp(sql`project_service_account.created`),
  modified: timestamp(sql`project_service_account.modified`),
  username: text(sql`project_service_account.username`),
  description: text(sql`project_service_account.description`),
  error_message: text(sql`project_service_account.error_message`),
  error_traceback: text(sql`project_service_account.error_traceback`),
  state: accountState(sql`project_service_account.state`),
  // Only the answer that makes or rotates a key holds it; it is not stored.
  token: nullableText(sql`null`),
  email: text(sql`project_service_account.email`),
  expires_at: nullableText(sql`null`),
  preferred_identifier: text(sql`project_service_account.preferred_identifier`),
  project: uuid(sql`project.uuid`),
  project_uuid: uuid(sql`project.uuid`),
  project_name: text(sql`project.name`),
  customer_uuid: uuid(sql`customer.uuid`),
  customer_name: text(sql`customer.name`),
  customer_abbreviation: text(sql`customer.abbreviation`),
}))

/** Organization of a service account. */
export const customerServiceAccountJoins = sql`join customer on customer.id = customer_service_account.customer_id`

export const customerServiceAccountColumns = perOrigin<Wire<typeof CustomerServiceAccount>>(({ origin }) => ({
  url: link(origin, 'marketplace-customer-service-accounts', sql`customer_service_account.uuid`),
  uuid: uuid(sql`customer_service_account.uuid`),
  created: timestamp(sql`customer_service_account.created`),
  modified: timestamp(sql`customer_service_account.modified`),
  username: text(sql`customer_service_account.username`),
  description: text(sql`customer_service_account.description`),
  error_message: text(sql`customer_service_account.error_message`),
  error_traceback: text(sql`customer_service_account.error_traceback`),
  state: accountState(sql`customer_service_account.state`),
  token: nullableText(sql`null`),
  email: text(sql`customer_service_account.email`),
  expires_at: nullableText(sql`null`),
  preferred_identifier: text(sql`customer_service_account.preferred_identifier`),
  customer: uuid(sql`customer.uuid`),
  customer_uuid: uuid(sql`customer.uuid`),
  customer_name: text(sql`customer.name`),
}))
