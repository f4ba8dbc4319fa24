import type { User } from '../../../contract/schemas/identity.ts'
import { hasConsented, hasNoTerms } from '../../access/consent.ts'
import { effective } from '../../access/grants.ts'
import { isPrivileged } from '../../access/visibility.ts'
import type { Actor, Context } from '../../context.ts'
import { sql, type Sql } from '../../db/sql.ts'
import type { Handler, OfTarget, Wire } from '../../handler.ts'
import { listPage } from '../../list/page.ts'
import { only } from '../../list/selection.ts'
import {
  courseAccountColumns,
  courseAccountJoins,
  customerServiceAccountColumns,
  customerServiceAccountJoins,
  projectServiceAccountColumns,
  projectServiceAccountJoins,
} from '../accounts/index.ts'
import { projectColumns, projectJoins } from '../projects/index.ts'
import { userColumns } from '../users/index.ts'
import { readAttributeConfig } from './user-attribute-config.ts'

// Who uses an offering: projects with a live resource of it, and who and what belongs to them.

const usingProjects = ({ target }: OfTarget): Sql => sql`
  select resource.project_id from resource where resource.offering_id = ${target.id} and resource.state <> 6`

export const listCustomerProjects: Handler<'marketplace_provider_offerings_list_customer_projects_list'> = (
  context,
  { query },
) =>
  listPage(
    context,
    {
      candidates: sql`from project where not project.is_removed and project.id in (${usingProjects(context)})`,
      id: sql`project.id`,
      order: sql`project.name, project.id`,
      source: sql`join project on project.id = page.id ${projectJoins}`,
      columns: projectColumns(context),
    },
    query,
  )

type UserKey = keyof Wire<typeof User>

/** Keys of a user that an attribute of the configuration stands for, where the names differ. */
const KEYS: Readonly<Record<string, readonly UserKey[]>> = { full_name: ['full_name', 'first_name', 'last_name'] }

/** C-030: of users, the provider sees what the offering's configuration shows; staff and support see them all. */
const visibleUserColumns = async (context: Context & OfTarget & { actor: Actor }) => {
  const columns = userColumns(context, false)
  if (isPrivileged(context.actor)) return columns
  const { exposed_fields: exposed } = await readAttributeConfig(context)
  return only(columns, ['url', 'uuid', ...exposed.flatMap((name) => KEYS[name] ?? [name as UserKey])])
}

/** C-128: as in the other lists of users that a provider sees. */
const showsItself = ({ actor, config, target }: Context & OfTarget & { actor: Actor }): Sql => {
  if (isPrivileged(actor)) return sql`true`
  const offeringId = sql`${target.id}::bigint`
  return config.ENFORCE_USER_CONSENT_FOR_OFFERINGS
    ? sql`app_user.is_active and (${hasConsented(offeringId)} or ${hasNoTerms(offeringId)})`
    : sql`app_user.is_active`
}

export const listCustomerUsers: Handler<'marketplace_provider_offerings_list_customer_users_list'> = async (
  context,
  { query },
) =>
  listPage(
    context,
    {
      candidates: sql`
        from app_user
        where ${showsItself(context)} and app_user.id in (
          select held.user_id from user_role as held
          where held.content_type = 'project' and ${effective(sql`held`)}
            and held.object_id in (${usingProjects(context)})
        )
      `,
      id: sql`app_user.id`,
      order: sql`app_user.username, app_user.id`,
      source: sql`join app_user on app_user.id = page.id`,
      columns: await visibleUserColumns(context),
    },
    query,
  )

/** Accounts without a user are left out. */
export const listCourseAccounts: Handler<'marketplace_provider_offerings_list_course_accounts_list'> = (
  context,
  { query },
) =>
  listPage(
    context,
    {
      candidates: sql`
        from course_account ${courseAccountJoins}
        where course_account.project_id in (${usingProjects(context)})
      `,
      id: sql`course_account.id`,
      order: sql`course_account.created, course_account.id`,
      source: sql`join course_account on course_account.id = page.id ${courseAccountJoins}`,
      columns: courseAccountColumns(context),
    },
    query,
  )

/** C-060: accounts with a blank user name are left out. */
export const listProjectServiceAccounts: Handler<
  'marketplace_provider_offerings_list_project_service_accounts_list'
> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`
        from project_service_account ${projectServiceAccountJoins}
        where project_service_account.username <> ''
          and project_service_account.project_id in (${usingProjects(context)})
      `,
      id: sql`project_service_account.id`,
      order: sql`project_service_account.created, project_service_account.id`,
      source: sql`join project_service_account on project_service_account.id = page.id ${projectServiceAccountJoins}`,
      columns: projectServiceAccountColumns(context),
    },
    query,
  )

export const listCustomerServiceAccounts: Handler<
  'marketplace_provider_offerings_list_customer_service_accounts_list'
> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`
        from customer_service_account ${customerServiceAccountJoins}
        where customer_service_account.username <> '' and customer.id in (
          select project.customer_id from project where project.id in (${usingProjects(context)})
        )
      `,
      id: sql`customer_service_account.id`,
      order: sql`customer_service_account.created, customer_service_account.id`,
      source: sql`
        join customer_service_account on customer_service_account.id = page.id ${customerServiceAccountJoins}`,
      columns: customerServiceAccountColumns(context),
    },
    query,
  )
