import { sql } from '../../db/sql.ts'
import { flag, json, link, nullableLink, nullableText, nullableUuid, optional, text, uuid } from '../../list/columns.ts'
import type { Column } from '../../list/selection.ts'
import { mediaLink } from '../files/index.ts'

type Unit = 'month' | 'quarter' | 'half_month' | 'day' | 'hour' | 'quantity'

const unit = nullableText as (expression: ReturnType<typeof sql>) => Column<Unit | null>

/** Joins of the columns below; `offering` must be in scope, and `plan`, which may be missing. */
export const offeringAndPlanJoins = sql`
  join category on category.id = offering.category_id
  left join customer as provider on provider.id = offering.customer_id`

/** What orders and resources say of their offering and plan. */
export const offeringAndPlanColumns = ({ origin }: { origin: string }) => ({
  offering: link(origin, 'marketplace-public-offerings', sql`offering.uuid`),
  offering_name: text(sql`offering.name`),
  offering_uuid: uuid(sql`offering.uuid`),
  offering_description: text(sql`offering.description`),
  offering_image: mediaLink(origin, sql`offering.image_id`),
  offering_thumbnail: mediaLink(origin, sql`offering.thumbnail_id`),
  offering_type: text(sql`offering.type`),
  offering_shared: flag(sql`offering.shared`),
  offering_billable: flag(sql`offering.billable`),
  offering_plugin_options: json(sql`offering.plugin_options`),
  // Left out for an offering that nobody provides: the published Python client fails on what is no UUID.
  provider_name: optional(text(sql`provider.name`)),
  provider_uuid: optional(uuid(sql`provider.uuid`)),
  provider_slug: optional(text(sql`provider.slug`)),
  category_title: text(sql`category.title`),
  category_uuid: uuid(sql`category.uuid`),
  category_icon: mediaLink(origin, sql`category.icon_id`),
  plan: nullableLink(origin, 'marketplace-plans', sql`plan.uuid`),
  plan_unit: unit(sql`plan.unit`),
  plan_name: nullableText(sql`plan.name`),
  plan_uuid: nullableUuid(sql`plan.uuid`),
  plan_description: nullableText(sql`plan.description`),
})
