import type { ServiceProvider } from '../../../contract/schemas/service-providers.ts'
import type { Caller, ViewContext } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import type { Wire } from '../../handler.ts'
import { count, flag, json, link, text, timestamp, uuid } from '../../list/columns.ts'
import { madeOnce } from '../../list/made-once.ts'
import type { Columns } from '../../list/selection.ts'
import { mediaLink } from '../files/index.ts'
import { organizationGroupsJson } from '../organizations/index.ts'

export type ServiceProviderWire = Wire<typeof ServiceProvider>

/** Joins of the provider columns; `service_provider` must be in scope. */
export const providerJoins = sql`join customer on customer.id = service_provider.customer_id`

const columns = madeOnce((origin: string, isAnonymous: boolean): Columns<ServiceProviderWire> => ({
  url: link(origin, 'marketplace-service-providers', sql`service_provider.uuid`),
  uuid: uuid(sql`service_provider.uuid`),
  created: timestamp(sql`service_provider.created`),
  description: text(sql`service_provider.description`),
  enable_notifications: isAnonymous ? undefined : flag(sql`service_provider.enable_notifications`),
  customer: link(origin, 'customers', sql`customer.uuid`),
  customer_name: text(sql`customer.name`),
  customer_uuid: uuid(sql`customer.uuid`),
  customer_image: mediaLink(origin, sql`customer.image_id`),
  customer_abbreviation: text(sql`customer.abbreviation`),
  customer_slug: text(sql`customer.slug`),
  customer_native_name: text(sql`customer.native_name`),
  customer_country: text(sql`customer.country`),
  image: mediaLink(origin, sql`service_provider.image_id`),
  organization_groups: json(
    organizationGroupsJson(
      origin,
      sql`select organization_group_id from customer_organization_group where customer_id = customer.id`,
    ),
  ),
  offering_count: count(sql`(
    select count(*) from offering where offering.customer_id = customer.id and offering.state in (2, 3, 5)
  )`),
}))

export const providerColumns = ({ origin, actor }: ViewContext<Caller | undefined>): Columns<ServiceProviderWire> =>
  columns(origin, actor === undefined)
