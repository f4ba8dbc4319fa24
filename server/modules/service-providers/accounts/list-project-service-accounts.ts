import { allOf, contains, sql, when } from '../../../db/sql.ts'
import type { Handler } from '../../../handler.ts'
import { isWhole, linkEquals } from '../../../list/filters.ts'
import { listPage } from '../../../list/page.ts'
import { isServedProject, probeServedProject } from '../served.ts'
import { accountStateCodes, projectServiceAccountColumns, projectServiceAccountJoins } from '../../accounts/index.ts'

/** C-060: accounts with a blank user name are left out. */
export const listProjectServiceAccounts: Handler<'marketplace_service_providers_project_service_accounts_list'> = (
  context,
  { query },
) =>
  listPage(
    context,
    {
      candidates: sql`
        from project_service_account ${projectServiceAccountJoins}
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
      source: sql`join project_service_account on project_service_account.id = page.id ${projectServiceAccountJoins}`,
      columns: projectServiceAccountColumns(context),
    },
    query,
  )
