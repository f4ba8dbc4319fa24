import { effective } from '../../access/grants.ts'
import { managesAccounts } from '../../access/manages-accounts.ts'
import type { Context, OfProviderCustomer } from '../../context.ts'
import { sql, type Sql } from '../../db/sql.ts'

// Sets that the lists of a provider start from. "Served" projects hold a live resource of a shared offering of the
// provider; sp_project and sp_customer know them.

type ProviderContext = Context & OfProviderCustomer

// Conditions come in two forms. A set lets PostgreSQL choose between collecting it and looking up. A probe is looked up
// for every row that is asked of: with `limit` it stays the sub-select that it is, and is never made a set.

const isServed = ({ provider }: OfProviderCustomer): Sql => sql`
  sp_project.provider_customer_id = ${provider.customer_id} and sp_project.resource_count > 0`

/** Condition on a project id. */
export const isServedProject = (context: OfProviderCustomer, projectId: Sql): Sql => sql`exists (
  select 1 from sp_project where ${isServed(context)} and sp_project.project_id = ${projectId}
)`

/** The same as a probe. */
export const probeServedProject = (context: OfProviderCustomer, projectId: Sql): Sql => sql`(
  select true from sp_project where ${isServed(context)} and sp_project.project_id = ${projectId} limit 1
)`

/** Condition on a user id: holds an effective grant on a served project, whatever the role. */
export const holdsGrantOnServedProject = (context: OfProviderCustomer, userId: Sql): Sql => sql`${userId} in (
  select served_grant.user_id from sp_project
  join user_role as served_grant on served_grant.object_id = sp_project.project_id
  where ${isServed(context)} and served_grant.content_type = 'project' and ${effective(sql`served_grant`)}
)`

/** The same as a probe, and grant by grant: joined, all projects of a provider could be read for every user. */
export const probeGrantOnServedProject = (context: OfProviderCustomer, userId: Sql): Sql => sql`(
  select true from user_role as served_grant
  where served_grant.user_id = ${userId} and served_grant.content_type = 'project' and ${effective(sql`served_grant`)}
    and ${probeServedProject(context, sql`served_grant.object_id`)}
  limit 1
)`

/**
 * Probe of `person`, an alias of app_user, while consent is enforced: agreed to the terms of an offering of the provider
 * that manages accounts, or has an account in one without terms in force.
 */
export const consents = ({ config, provider }: ProviderContext, person: Sql): Sql => {
  if (!config.ENFORCE_USER_CONSENT_FOR_OFFERINGS) return sql`true`
  // C-017: an offering whose terms are all inactive asks for no consent.
  return sql`coalesce((
    select true from user_offering_consent
    join offering on offering.id = user_offering_consent.offering_id
    where user_offering_consent.user_id = ${person}.id and user_offering_consent.revocation_date is null
      and offering.customer_id = ${provider.customer_id} and ${managesAccounts} and ${hasActiveTerms}
    limit 1
  ), (
    select true from offering_user
    join offering on offering.id = offering_user.offering_id
    where offering_user.user_id = ${person}.id
      and offering.customer_id = ${provider.customer_id} and ${managesAccounts} and not ${hasActiveTerms}
    limit 1
  ), false)`
}

const hasActiveTerms = sql`exists (
  select 1 from offering_terms_of_service as terms where terms.offering_id = offering.id and terms.is_active
)`
