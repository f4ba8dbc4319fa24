import type { BodyOf } from '../../../contract/index.ts'
import type { ProjectServiceAccount } from '../../../contract/schemas/accounts.ts'
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
import { findProject } from './scopes.ts'
import { projectServiceAccountColumns, projectServiceAccountJoins } from './service-account-view.ts'
import { changeAccount, closeAccount, insertServiceAccount, rotateKey } from './write-account.ts'

const TABLE = 'project_service_account'

export const listProjectAccounts: Handler<'marketplace_project_service_accounts_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`
        from project_service_account ${projectServiceAccountJoins}
        where ${allOf([
          accountTargets.project_service_account.visible(context.actor),
          when(query.username, (value) => sql`project_service_account.username = ${value}`),
          when(query.email, (value) => contains(sql`project_service_account.email`, value)),
          when(query.state, (labels) => sql`project_service_account.state = any(${accountStateCodes(labels)}::int[])`),
          linkEquals(sql`project.uuid`, query.project),
          when(query.project_uuid, (value) => sql`project.uuid = ${value}`),
        ])}
      `,
      id: sql`project_service_account.id`,
      order: sql`project_service_account.created, project_service_account.id`,
      source: sql`join project_service_account on project_service_account.id = page.id ${projectServiceAccountJoins}`,
      columns: projectServiceAccountColumns(context),
    },
    query,
  )

const read = async (context: Context, id: string): Promise<Wire<typeof ProjectServiceAccount>> => {
  const account = await readObject(
    context,
    sql`from project_service_account ${projectServiceAccountJoins} where project_service_account.id = ${id}`,
    projectServiceAccountColumns(context),
  )
  if (!account) throw new NotFound('ProjectServiceAccount')
  return account
}

export const retrieveProjectAccount: Handler<'marketplace_project_service_accounts_retrieve'> = (context) =>
  read(context, context.target.id)

/** The answer holds the account's key, this once (C-213). */
export const createProjectAccount = resolving(
  'marketplace_project_service_accounts_create',
  { body: { project: findProject } },
  async (context, { body: { project, ...fields } }) => {
    await requirePermission(context, 'SERVICE_ACCOUNT.MANAGE', [
      { content_type: 'project', object_id: project.id },
      { content_type: 'customer', object_id: project.customer_id },
    ])
    await requireAvailable(context.db, project.customer_id)
    const created = await read(context, await insertServiceAccount(context, 'project', project.id, fields))
    return new Reply(201, { ...created, token: newToken() }, { location: created.url })
  },
)

type Changes = BodyOf<'marketplace_project_service_accounts_partial_update'>

export const updateProjectAccount = async (
  context: WriteContext & Authenticated & OfTarget,
  { body: { project: _fixed, ...fields } }: { body: Changes },
) => {
  await changeAccount(context, TABLE, fields)
  return read(context, context.target.id)
}

export const closeProjectAccount: Handler<'marketplace_project_service_accounts_destroy'> = (context) =>
  closeAccount(context, TABLE)

export const rotateProjectKey: Handler<'marketplace_project_service_accounts_rotate_api_key'> = async (context) => {
  await rotateKey(context, TABLE)
  return { ...(await read(context, context.target.id)), token: newToken() }
}
