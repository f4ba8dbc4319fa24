import { isOfferedTo } from '../../../access/targets/catalogue.ts'
import type { Authenticated, WriteContext } from '../../../context.ts'
import { sql, type Sql } from '../../../db/sql.ts'
import { NonFieldError, ValidationError } from '../../../errors.ts'
import { unknownLink } from '../../../links.ts'
import { linkedUuidIn } from './links.ts'
import type { OrderingProject } from './project.ts'

/** State of an offering that can be ordered. */
export const ACTIVE = 2

export interface OrderedOffering {
  id: string
  uuid: string
  name: string
  type: string
  shared: boolean
  customer_id: string | null
  plugin_options: Record<string, unknown>
  options: unknown
  state: number
  is_open_to_customer: boolean
}

/** Whether rows of a link table restrict to groups, and the organization is in none of them. */
export const isOpenTo = (groups: Sql, owner: Sql, customerId: string): Sql => sql`(
  not exists (select 1 from ${groups} as allowed where ${owner})
  or exists (
    select 1 from ${groups} as allowed
    join customer_organization_group as member using (organization_group_id)
    where ${owner} and member.customer_id = ${customerId}
  )
)`

/** The offering behind the link, when the project may order it. */
export const findOrderedOffering = async (
  { db, actor }: WriteContext & Authenticated,
  link: string,
  project: OrderingProject,
): Promise<OrderedOffering> => {
  const uuid = linkedUuidIn(link, ['marketplace-provider-offerings', 'marketplace-public-offerings'], 'offering')
  const offering = await db.maybeOne<OrderedOffering>(sql`
    select offering.id, offering.uuid, offering.name, offering.type, offering.shared, offering.customer_id,
      offering.plugin_options, offering.options, offering.state,
      (offering.shared or offering.project_id = ${project.id}
        or (offering.project_id is null and offering.customer_id = ${project.customer.id}))
      and ${isOpenTo(sql`offering_organization_group`, sql`allowed.offering_id = offering.id`, project.customer.id)}
      and not exists (
        select 1 from customer as provider
        where provider.id = offering.customer_id and (provider.blocked or provider.archived)
      ) as is_open_to_customer
    from offering where offering.uuid = ${uuid} and ${isOfferedTo(actor)}
    for key share
  `)
  if (!offering) throw unknownLink('offering')
  if (offering.state !== ACTIVE || !offering.is_open_to_customer) {
    throw new ValidationError({ offering: ['Offering is not available.'] })
  }
  return offering
}

/** The caller has accepted the terms in force of a shared offering, before or with this order; the latter is kept. */
export const requireAcceptedTerms = async (
  { db, actor }: WriteContext & Authenticated,
  offering: OrderedOffering,
  accepts: boolean,
): Promise<void> => {
  if (!offering.shared) return
  const terms = await db.maybeOne<{ version: string; is_accepted: boolean }>(sql`
    select version, exists (
      select 1 from user_offering_consent as consent
      where consent.offering_id = terms.offering_id and consent.user_id = ${actor.id} and consent.revocation_date is null
        and (not terms.requires_reconsent or consent.version = terms.version)
    ) as is_accepted
    from offering_terms_of_service as terms where terms.offering_id = ${offering.id} and terms.is_active
  `)
  if (!terms || terms.is_accepted) return
  if (!accepts) throw new NonFieldError(`Terms of service for offering '${offering.name}' have not been accepted.`)
  await db.run(sql`
    insert into user_offering_consent (user_id, offering_id, version) values (${actor.id}, ${offering.id}, ${terms.version})
    on conflict (user_id, offering_id) do update
    set version = excluded.version, agreement_date = now(), revocation_date = null, modified = now()
  `)
}
