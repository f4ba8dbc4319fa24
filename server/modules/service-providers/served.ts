import { effective } from '../../access/grants.ts'
import { managesAccounts } from '../../access/manages-accounts.ts'
import type { Context, OfProvider } from '../../context.ts'
import { empty, sql, type Sql } from '../../db/sql.ts'

// Sets that the lists of a provider start from. "Served" projects hold a live resource of a shared offering of the
// provider; sp_project and sp_customer know them.

type ProviderContext = Context & OfProvider

/** Condition on a project id. */
export const isServedProject = ({ provider }: OfProvider, projectId: Sql): Sql => sql`exists (
  select 1 from sp_project
  where sp_project.provider_customer_id = ${provider.customer_id} and sp_project.project_id = ${projectId}
    and sp_project.resource_count > 0
)`

/** Condition on `person`, an alias of app_user: holds an effective grant on a served project, whatever the role. */
export const holdsGrantOnServedProject = (
  { provider }: OfProvider,
  person: Sql,
  onlyCustomerId?: Sql,
): Sql => sql`exists (
  select 1 from user_role as served_grant
  join sp_project on sp_project.project_id = served_grant.object_id
    and sp_project.provider_customer_id = ${provider.customer_id} and sp_project.resource_count > 0
    ${onlyCustomerId ? sql`and sp_project.customer_id = ${onlyCustomerId} and not sp_project.is_removed` : empty}
  where served_grant.user_id = ${person}.id and served_grant.content_type = 'project'
    and ${effective(sql`served_grant`)}
)`

/**
 * Condition on `person` while consent is enforced: agreed to the terms of an offering of the provider that manages
 * accounts, or has an account in one without terms in force.
 */
export const consents = ({ config, provider }: ProviderContext, person: Sql): Sql => {
  if (!config.ENFORCE_USER_CONSENT_FOR_OFFERINGS) return sql`true`
  // C-017: an offering whose terms are all inactive asks for no consent.
  return sql`(exists (
    select 1 from user_offering_consent
    join offering on offering.id = user_offering_consent.offering_id
    where user_offering_consent.user_id = ${person}.id and user_offering_consent.revocation_date is null
      and offering.customer_id = ${provider.customer_id} and ${managesAccounts} and ${hasActiveTerms}
  ) or exists (
    select 1 from offering_user
    join offering on offering.id = offering_user.offering_id
    where offering_user.user_id = ${person}.id
      and offering.customer_id = ${provider.customer_id} and ${managesAccounts} and not ${hasActiveTerms}
  ))`
}

const hasActiveTerms = sql`exists (
  select 1 from offering_terms_of_service as terms where terms.offering_id = offering.id and terms.is_active
)`
