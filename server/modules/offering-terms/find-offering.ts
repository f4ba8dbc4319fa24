import { catalogueTargets } from '../../access/targets/catalogue.ts'
import type { Authenticated, Context } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { linkedUuid, unknownLink } from '../../links.ts'

export interface LinkedOffering {
  id: string
  customer_id: string | null
  provider_id: string | null
}

/** The offering behind the link, among those that the caller sees; kept from being deleted meanwhile. */
export const findOffering = async ({ db, actor }: Context & Authenticated, link: string): Promise<LinkedOffering> => {
  const collection = link.includes('/marketplace-public-offerings/')
    ? 'marketplace-public-offerings'
    : 'marketplace-provider-offerings'
  const uuid = linkedUuid(link, collection, 'offering')
  const offering = await db.maybeOne<LinkedOffering>(sql`
    select offering.id, offering.customer_id, service_provider.id as provider_id
    from offering left join service_provider on service_provider.customer_id = offering.customer_id
    where offering.uuid = ${uuid}
      and (${catalogueTargets.public_offering.visible(actor)} or ${catalogueTargets.offering.visible(actor)})
    for key share of offering
  `)
  if (!offering) throw unknownLink('offering')
  return offering
}
