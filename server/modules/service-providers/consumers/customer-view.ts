import type { MarketplaceProviderCustomer } from '../../../../contract/schemas/customers.ts'
import { effective } from '../../../access/grants.ts'
import type { Authenticated, Context, OfProvider } from '../../../context.ts'
import { isoUuid, sql, type Sql } from '../../../db/sql.ts'
import type { Wire } from '../../../handler.ts'
import { count, json, text, uuid } from '../../../list/columns.ts'
import type { Columns } from '../../../list/selection.ts'
import { mediaUrl } from '../../files/index.ts'
import { fullNameSql } from '../../../access/users.ts'
import { visiblePaymentProfilesJson } from '../../payment-profiles/index.ts'
import { resourceEstimateJson } from '../../price-estimates/index.ts'
import { consents } from '../served.ts'

type ProviderContext = Context & OfProvider & Authenticated

const SAMPLE_SIZE = 5

/** A customer as its provider sees it; `customer` must be in scope. */
export const customerColumns = (context: ProviderContext): Columns<Wire<typeof MarketplaceProviderCustomer>> => {
  const { origin, provider } = context
  const ofCustomer = sql`sp_project.provider_customer_id = ${provider.customer_id}
    and sp_project.customer_id = customer.id and sp_project.resource_count > 0`
  return {
    uuid: uuid(sql`customer.uuid`),
    name: text(sql`customer.name`),
    slug: text(sql`customer.slug`),
    abbreviation: text(sql`customer.abbreviation`),
    phone_number: text(sql`customer.phone_number`),
    email: text(sql`customer.email`),
    payment_profiles: json(visiblePaymentProfilesJson(origin, context.actor)),
    billing_price_estimate: json(
      resourceEstimateJson(sql`
        select held.id from sp_project
        cross join lateral (
          -- With \`offset 0\` by project, of which there are few, and never by offering.
          select resource.id, resource.offering_id from resource
          where resource.project_id = sp_project.project_id and resource.state <> 6 offset 0
        ) as held
        where ${ofCustomer} and held.offering_id = any(array(
          select offering.id from offering where offering.customer_id = ${provider.customer_id} and offering.shared
        ))
      `),
    ),
    // C-018: removed projects count here, although `projects` leaves them out.
    projects_count: count(sql`(select count(*) from sp_project where ${ofCustomer})`),
    users_count: count(sql`seen.users_count`),
    projects: json(sql`(
      select coalesce(json_agg(json_build_object(
        'uuid', ${isoUuid(sql`sample.uuid`)}, 'name', sample.name, 'image', ${mediaUrl(origin, sql`sample.image_id`)}
      ) order by sample.name, sample.id), '[]')
      from (
        select project.id, project.uuid, project.name, project.image_id
        from sp_project join project on project.id = sp_project.project_id
        where ${ofCustomer} and not sp_project.is_removed
        order by project.name, project.id limit ${SAMPLE_SIZE}
      ) as sample
    )`),
    users: json(sql`seen.users`),
  }
}

/**
 * Join of the users of `customer`, how many and the first ones, as `seen`. PostgreSQL leaves it out where no column asks
 * for it.
 */
export const seenUsers = (context: ProviderContext): Sql => sql`
  left join lateral (
    select coalesce(max(sample.total), 0) as users_count, coalesce(json_agg(json_build_object(
      'uuid', ${isoUuid(sql`sample.uuid`)}, 'full_name', ${fullNameSql(sql`sample`)}, 'email', sample.email,
      'image', ${mediaUrl(context.origin, sql`sample.image_id`)}
    ) order by sample.username, sample.id), '[]') as users
    from (
      select app_user.id, app_user.uuid, app_user.first_name, app_user.last_name, app_user.username, app_user.email,
        app_user.image_id, count(*) over () as total
      from app_user where ${servedUsers(context)} order by app_user.username, app_user.id limit ${SAMPLE_SIZE}
    ) as sample
  ) as seen on true`

/** Condition on `app_user`: active, with a grant on a live served project of `customer`, consent given. */
const servedUsers = (context: ProviderContext): Sql => sql`
  app_user.id in (
    select served_grant.user_id from sp_project
    join user_role as served_grant on served_grant.content_type = 'project'
      and served_grant.object_id = sp_project.project_id
    where sp_project.provider_customer_id = ${context.provider.customer_id}
      and sp_project.customer_id = customer.id and sp_project.resource_count > 0 and not sp_project.is_removed
      and ${effective(sql`served_grant`)}
  ) and app_user.is_active and ${consents(context, sql`app_user`)}`
