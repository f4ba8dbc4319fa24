import type {
  MarketplaceProviderCustomer,
  ProviderProject,
  ProviderUser,
} from '../../../../contract/schemas/customers.ts'
import { effective } from '../../../access/grants.ts'
import { isPrivileged } from '../../../access/visibility.ts'
import type { Authenticated, Context, OfProvider } from '../../../context.ts'
import { sql, type Sql } from '../../../db/sql.ts'
import type { Wire } from '../../../handler.ts'
import { count, json, text, uuid } from '../../../list/columns.ts'
import { nestedList } from '../../../list/nested.ts'
import { madeOnce } from '../../../list/made-once.ts'
import { Selection, type Columns, type Found } from '../../../list/selection.ts'
import { mediaLink } from '../../files/index.ts'
import { fullNameSql } from '../../../access/users.ts'
import { visiblePaymentProfilesJson } from '../../payment-profiles/index.ts'
import { resourcesEstimate } from '../../price-estimates/index.ts'
import { consents } from '../served.ts'

type CustomerWire = Wire<typeof MarketplaceProviderCustomer>
type ProviderContext = Context & OfProvider & Authenticated

const SAMPLE_SIZE = 5

const sampleProject = (origin: string): Columns<Wire<typeof ProviderProject>> => ({
  uuid: uuid(sql`project.uuid`),
  name: text(sql`project.name`),
  image: mediaLink(origin, sql`project.image_id`),
})

const sampleUser = madeOnce(
  (origin: string) =>
    new Selection<Wire<typeof ProviderUser> & { total?: never }>({
      uuid: uuid(sql`app_user.uuid`),
      full_name: text(fullNameSql(sql`app_user`)),
      email: text(sql`app_user.email`),
      image: mediaLink(origin, sql`app_user.image_id`),
      // Of all users; not shown with each.
      total: { sql: sql`count(*) over ()`, read: () => undefined },
    }),
)

/** `actorId` is that of a caller who may not see everything. */
const columns = madeOnce((origin: string, providerId: string, actorId?: string): Columns<CustomerWire> => {
  const served = (customerId: Sql) => sql`sp_project.provider_customer_id = ${providerId}
    and sp_project.customer_id = ${customerId} and sp_project.resource_count > 0`
  const ofCustomer = served(sql`customer.id`)
  const readUser = sampleUser(origin).reader()
  return {
    uuid: uuid(sql`customer.uuid`),
    name: text(sql`customer.name`),
    slug: text(sql`customer.slug`),
    abbreviation: text(sql`customer.abbreviation`),
    phone_number: text(sql`customer.phone_number`),
    email: text(sql`customer.email`),
    payment_profiles: json(visiblePaymentProfilesJson(origin, actorId)),
    billing_price_estimate: resourcesEstimate(
      sql`customer.id`,
      (id) => sql`
        select held.id from sp_project
        cross join lateral (
          -- With \`offset 0\` by project, of which there are few, and never by offering.
          select resource.id, resource.offering_id from resource
          where resource.project_id = sp_project.project_id and resource.state <> 6 offset 0
        ) as held
        where ${served(id)} and held.offering_id = any(array(
          select offering.id from offering where offering.customer_id = ${providerId} and offering.shared
        ))`,
    ),
    // C-018: removed projects count here, although `projects` leaves them out.
    projects_count: count(sql`(select count(*) from sp_project where ${ofCustomer})`),
    users_count: count(sql`seen.users_count`),
    projects: nestedList(
      sampleProject(origin),
      sql`
        from sp_project join project on project.id = sp_project.project_id
        where ${ofCustomer} and not sp_project.is_removed`,
      sql`project.name, project.id limit ${SAMPLE_SIZE}`,
    ),
    users: { sql: sql`seen.users`, read: (found: Found[]) => found.map(readUser) },
  }
})

/** A customer as its provider sees it; `customer` must be in scope. */
export const customerColumns = ({ origin, provider, actor }: ProviderContext): Columns<CustomerWire> =>
  columns(origin, provider.customer_id, isPrivileged(actor) ? undefined : actor.id)

/**
 * Join of the users of `customer`, how many and the first ones, as `seen`. PostgreSQL leaves it out where no column asks
 * for it.
 */
export const seenUsers = (context: ProviderContext): Sql => sql`
  left join lateral (
    select coalesce(max(sample.total), 0) as users_count, coalesce(json_agg(sample), '[]') as users
    from (
      select ${sampleUser(context.origin).list}
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
