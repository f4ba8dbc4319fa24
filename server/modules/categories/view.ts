import type { MarketplaceCategory } from '../../../contract/schemas/categories.ts'
import { isPrivileged } from '../../access/visibility.ts'
import type { Context } from '../../context.ts'
import { sql, type Sql } from '../../db/sql.ts'
import type { Wire } from '../../handler.ts'
import { constant, count, flag, link, nullableLink, text, uuid } from '../../list/columns.ts'
import type { Columns } from '../../list/selection.ts'
import { catalogueTargets } from '../../access/targets/catalogue.ts'
import { mediaLink } from '../files/index.ts'

export type CategoryWire = Wire<typeof MarketplaceCategory>

export const categoryJoins = sql`left join category_group on category_group.id = category.group_id`

const offerings = (condition: Sql): Sql => sql`(
  select count(*) from offering where offering.category_id = category.id and ${condition}
)`

/** `category` and its joins must be in scope. Offerings are counted as the caller sees them. */
export const categoryColumns = ({ origin, actor }: Context): Columns<CategoryWire> => ({
  url: link(origin, 'marketplace-categories', sql`category.uuid`),
  uuid: uuid(sql`category.uuid`),
  title: text(sql`category.title`),
  description: text(sql`category.description`),
  icon: mediaLink(origin, sql`category.icon_id`),
  default_vm_category: flag(sql`category.default_vm_category`),
  default_volume_category: flag(sql`category.default_volume_category`),
  default_tenant_category: flag(sql`category.default_tenant_category`),
  offering_count: count(
    offerings(actor && isPrivileged(actor) ? sql`true` : catalogueTargets.public_offering.visible(actor)),
  ),
  available_offerings_count: count(
    offerings(sql`offering.state = 2 and ${catalogueTargets.public_offering.visible(actor)}`),
  ),
  // Sections, columns, components and articles are not kept.
  sections: constant<CategoryWire['sections']>([]),
  columns: constant<CategoryWire['columns']>([]),
  components: constant<CategoryWire['components']>([]),
  articles: constant<CategoryWire['articles']>([]),
  group: nullableLink(origin, 'marketplace-category-groups', sql`category_group.uuid`),
})
