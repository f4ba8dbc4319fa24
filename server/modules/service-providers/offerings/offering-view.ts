import type { ProviderOffering } from '../../../../contract/schemas/catalogue.ts'
import { effective } from '../../../access/grants.ts'
import { seesFigures } from '../../../access/visibility.ts'
import type { Authenticated, Context, OfProvider } from '../../../context.ts'
import { sql } from '../../../db/sql.ts'
import type { Wire } from '../../../handler.ts'
import { constant, count, json, smallNumber, text, uuid } from '../../../list/columns.ts'
import { madeOnce } from '../../../list/made-once.ts'
import { rememberedOne } from '../../../list/memory.ts'
import type { Columns } from '../../../list/selection.ts'
import { mediaLink } from '../../files/index.ts'
import { offeringComponents, offeringState } from '../../offerings/index.ts'
import { offeringPlans } from '../../plans/index.ts'
import { offeringEstimate } from '../../price-estimates/index.ts'
import { liveResources } from '../../../rollup/totals.ts'

type OfferingWire = Wire<typeof ProviderOffering>

/** What of the provider's offerings a caller may see beyond the catalogue. */
export interface OfferingInsight {
  secrets: boolean
  figures: boolean
}

/** Owners and managers see secrets; whoever holds a permission of the provider sees its figures. */
export const offeringInsight = async (context: Context & Authenticated & OfProvider): Promise<OfferingInsight> => {
  const { actor, provider } = context
  if (actor.is_staff) return { secrets: true, figures: true }
  const mine = sql`held.user_id = ${actor.id} and ${effective(sql`held`)} and (
    (held.content_type = 'customer' and held.object_id = ${provider.customer_id})
    or (held.content_type = 'service_provider' and held.object_id = ${provider.id})
  )`
  return rememberedOne<OfferingInsight>(
    context,
    sql`
    select exists (
      select 1 from user_role as held join role on role.id = held.role_id
      where ${mine} and (role.name = 'CUSTOMER.MANAGER'
        or (role.name = 'CUSTOMER.OWNER' and held.content_type = 'customer'))
    ) as secrets, ${seesFigures(context, sql`${provider.customer_id}`)} as figures
  `,
  )
}

const NO_MONEY = {
  total: '0.0000000000',
  current: '0.0000000000',
  tax: '0.0000000000',
  tax_current: '0.0000000000',
}

const columns = madeOnce((origin: string, secrets: boolean, figures: boolean): Columns<OfferingWire> => ({
  uuid: uuid(sql`offering.uuid`),
  customer_uuid: uuid(sql`customer.uuid`),
  name: text(sql`offering.name`),
  slug: text(sql`offering.slug`),
  category_title: text(sql`category.title`),
  type: text(sql`offering.type`),
  state: offeringState(sql`offering.state`),
  resources_count: figures ? count(liveResources) : smallNumber(sql`0`),
  billing_price_estimate: figures ? offeringEstimate : constant(NO_MONEY),
  components: offeringComponents,
  plans: offeringPlans({ origin }, figures ? sql`true` : sql`false`),
  options: json(sql`offering.options`),
  resource_options: json(sql`offering.resource_options`),
  secret_options: secrets ? json(sql`offering.secret_options`) : undefined,
  thumbnail: mediaLink(origin, sql`offering.thumbnail_id`),
}))

/** An offering as its provider's customers see it; `offering`, `customer` and `category` must be in scope. */
export const offeringColumns = ({ origin }: Context, { secrets, figures }: OfferingInsight): Columns<OfferingWire> =>
  columns(origin, secrets, figures)
