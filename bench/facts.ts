import type { Database } from '../server/db/database.ts'
import { sql } from '../server/db/sql.ts'
import { issueToken } from '../server/modules/auth/index.ts'
import type { ProviderSlug } from './rows/shape.ts'
import { BENCH_SECRETS } from './measured/settings.ts'

const DAY_SECONDS = 86_400

/** What requests to one provider name: all of it exists in the provider's lists. UUIDs are without hyphens. */
export interface Facts {
  /** Of the owner of the provider's organization. */
  token: string
  /** Path of the provider, ending with a slash. */
  path: string
  customer: string
  project: string
  user: string
  offering: string
  /** Parts of names that few rows hold. */
  customerDigits: string
  projectDigits: string
  userDigits: string
}

/** A token that is not renewed while it is used: what was measured before would look as if something had changed. */
export const tokenOf = async (database: Database, userId: string): Promise<string> => {
  const token = await issueToken({ db: database, secrets: BENCH_SECRETS }, userId, 'measured', DAY_SECONDS)
  await database.run(sql`update auth_token set created = now() + interval '1 day' where user_id = ${userId}`)
  return token
}

export const lookUpFacts = async (database: Database, slug: ProviderSlug): Promise<Facts> => {
  const row = await database.one<Omit<Facts, 'token' | 'path'> & { owner: string; provider: string }>(sql`
    select provider.uuid as provider, owner.user_id as owner, offering.uuid as offering, served.*
    from customer as organization
    join service_provider as provider on provider.customer_id = organization.id
    cross join lateral (
      select user_id from user_role
      where content_type = 'customer' and object_id = organization.id and is_active
      order by user_id limit 1
    ) as owner
    cross join lateral (
      select uuid from offering where customer_id = organization.id order by id limit 1
    ) as offering
    cross join lateral (
      select customer.uuid as customer, project.uuid as project, member.uuid as user,
        right(customer.slug, 8) as "customerDigits", right(project.slug, 8) as "projectDigits",
        right(member.username, 8) as "userDigits"
      from sp_project
      join project on project.id = sp_project.project_id
      join customer on customer.id = project.customer_id
      join user_role as joined
        on joined.content_type = 'project' and joined.object_id = sp_project.project_id and joined.is_active
      join app_user as member on member.id = joined.user_id and member.is_active
      where sp_project.provider_customer_id = organization.id and sp_project.resource_count > 0
        and not sp_project.is_removed
      order by sp_project.project_id limit 1
    ) as served
    where organization.slug = ${slug}
  `)
  const { owner, provider, ...rest } = row
  return {
    ...rest,
    token: await tokenOf(database, owner),
    path: `/api/marketplace-service-providers/${provider}/`,
  }
}
