import { holdsAnyRole, isPrivileged, onProvidingSide } from '../../access/visibility.ts'
import type { Caller } from '../../context.ts'
import { isoUuid, sql, type Sql } from '../../db/sql.ts'

// What belongs to an offering, as nested JSON; `offering` must be in scope.

export const endpointsJson = sql`(
  select coalesce(jsonb_agg(jsonb_build_object(
    'uuid', ${isoUuid(sql`offering_endpoint.uuid`)}, 'name', offering_endpoint.name, 'url', offering_endpoint.url
  ) order by offering_endpoint.id), '[]')
  from offering_endpoint where offering_endpoint.offering_id = offering.id
)`

export const partitionsJson = sql`(
  select coalesce(jsonb_agg(
    to_jsonb(offering_partition) - '{id,created,modified,offering_id}'::text[]
      || jsonb_build_object('uuid', ${isoUuid(sql`offering_partition.uuid`)})
    order by offering_partition.partition_name, offering_partition.id
  ), '[]')
  from offering_partition where offering_partition.offering_id = offering.id
)`

export const tagsJson = sql`(
  select coalesce(jsonb_agg(jsonb_build_object('uuid', ${isoUuid(sql`tag.uuid`)}, 'name', tag.name)
    order by tag.name, tag.id), '[]')
  from offering_tag join tag on tag.id = offering_tag.tag_id
  where offering_tag.offering_id = offering.id
)`

/** Campaigns that run today. */
export const campaignsJson = (origin: string): Sql => sql`(
  select coalesce(jsonb_agg(jsonb_build_object(
    'uuid', ${isoUuid(sql`campaign.uuid`)},
    'name', campaign.name,
    'start_date', campaign.start_date,
    'end_date', campaign.end_date,
    'discount_type', campaign.discount_type,
    'discount', campaign.discount,
    'stock', campaign.stock,
    'description', campaign.description,
    'months', campaign.months,
    'service_provider',
      ${origin} || '/api/marketplace-service-providers/' || ${isoUuid(sql`service_provider.uuid`)} || '/'
  ) order by campaign.name, campaign.id), '[]')
  from campaign_offering
  join campaign on campaign.id = campaign_offering.campaign_id
  join service_provider on service_provider.id = campaign.service_provider_id
  where campaign_offering.offering_id = offering.id and campaign.state = 2
    and (now() at time zone 'utc')::date between campaign.start_date and campaign.end_date
)`

/** Whether an organization of the caller is among those that may order. */
export const isAccessible = (actor: Caller | undefined): Sql => {
  const isOpen = sql`not exists (
    select 1 from offering_organization_group as allowed where allowed.offering_id = offering.id
  )`
  if (!actor) return isOpen
  if (isPrivileged(actor)) return sql`true`
  return sql`(${isOpen}
    or ${holdsAnyRole(actor, onProvidingSide(sql`offering.id`, sql`offering.customer_id`))}
    or exists (
      select 1 from offering_organization_group as allowed
      join customer_organization_group as member using (organization_group_id)
      left join project as own on own.customer_id = member.customer_id
      where allowed.offering_id = offering.id and ${holdsAnyRole(
        actor,
        sql`(held.content_type = 'customer' and held.object_id = member.customer_id)
          or (held.content_type = 'project' and held.object_id = own.id)`,
      )}
    ))`
}
