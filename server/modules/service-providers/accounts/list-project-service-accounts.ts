import type { ProjectServiceAccount } from '../../../../contract/schemas/accounts.ts'
import type { Context } from '../../../context.ts'
import { allOf, contains, sql, when } from '../../../db/sql.ts'
import type { Handler, Wire } from '../../../handler.ts'
import { link, nullableText, text, timestamp, uuid } from '../../../list/columns.ts'
import { isWhole, linkEquals } from '../../../list/filters.ts'
import { listPage, type Columns } from '../../../list/page.ts'
import { isServedProject, probeServedProject } from '../served.ts'
import { accountJoins, accountState, accountStateCodes } from './account-columns.ts'

const joins = accountJoins(sql`project_service_account`)

const columns = ({ origin }: Context): Columns<Wire<typeof ProjectServiceAccount>> => ({
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
})

/** C-060: accounts with a blank user name are left out. */
export const listProjectServiceAccounts: Handler<'marketplace_service_providers_project_service_accounts_list'> = (
  context,
  { query },
) =>
  listPage(
    context,
    {
      candidates: sql`
        from project_service_account ${joins}
        where ${allOf([
          isServedProject(context, sql`project_service_account.project_id`),
          sql`project_service_account.username <> ''`,
          when(query.username, (value) => sql`project_service_account.username = ${value}`),
          when(query.email, (value) => contains(sql`project_service_account.email`, value)),
          when(query.state, (labels) => sql`project_service_account.state = any(${accountStateCodes(labels)}::int[])`),
          linkEquals(sql`project.uuid`, query.project),
          when(query.project_uuid, (value) => sql`project.uuid = ${value}`),
        ])}
      `,
      walk: isWhole(query, [])
        ? {
            candidates: sql`
              from project_service_account
              where ${allOf([sql`project_service_account.username <> ''`, probeServedProject(context, sql`project_service_account.project_id`)])}
            `,
            table: 'project_service_account',
          }
        : undefined,
      id: sql`project_service_account.id`,
      order: sql`project_service_account.created, project_service_account.id`,
      source: sql`join project_service_account on project_service_account.id = page.id ${joins}`,
      columns: columns(context),
    },
    query,
  )
