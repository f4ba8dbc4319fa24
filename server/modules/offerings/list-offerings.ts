import type { OfferingGroups } from '../../../contract/schemas/offering-answers.ts'
import { catalogueTargets } from '../../access/targets/catalogue.ts'
import { isPrivileged } from '../../access/visibility.ts'
import type { Context } from '../../context.ts'
import { allOf, isoUuid, sql, type Sql } from '../../db/sql.ts'
import type { Handler, Wire } from '../../handler.ts'
import { json, text, uuid } from '../../list/columns.ts'
import { orderBy } from '../../list/order.ts'
import { listPage } from '../../list/page.ts'
import { offeringConditions, queryCondition, type OfferingFilters } from './offering-filters.ts'
import { offeringOrder, withoutFigures } from './order.ts'
import { offeringJoins, providerOfferingColumns, publicOfferingColumns } from './view.ts'

type Filters = OfferingFilters & { importable?: string }

/** The offerings that are visible and match the filters. */
const candidatesOf = async (context: Context, visible: Sql, query: Filters): Promise<Sql> => {
  const narrowed = sql`
    from offering ${offeringJoins}
    where ${allOf([visible, ...offeringConditions(context, query)])}`
  return sql`${narrowed} and ${allOf([
    await queryCondition(context, query.query, narrowed),
    // No plugin here can take over resources that exist elsewhere.
    query.importable === 'true' ? sql`false` : undefined,
  ])}`
}

const byName = [sql`offering.name`]
const source = sql`join offering on offering.id = page.id ${offeringJoins}`

export const listProviderOfferings: Handler<'marketplace_provider_offerings_list'> = async (context, { query }) =>
  listPage(
    context,
    {
      candidates: await candidatesOf(context, catalogueTargets.offering.visible(context.actor), query),
      id: sql`offering.id`,
      order: orderBy(query.o, offeringOrder, byName, sql`offering.id`),
      source,
      columns: providerOfferingColumns(context),
    },
    query,
  )

export const listPublicOfferings: Handler<'marketplace_public_offerings_list'> = async (context, { query }) => {
  const { actor } = context
  const wanted = actor && isPrivileged(actor) ? query.o : withoutFigures(query.o)
  return listPage(
    context,
    {
      candidates: await candidatesOf(context, catalogueTargets.public_offering.visible(actor), query),
      id: sql`offering.id`,
      order: orderBy(wanted, offeringOrder, byName, sql`offering.id`),
      source,
      columns: publicOfferingColumns(context),
    },
    query,
  )
}

/** Organizations with active shared offerings, and these. */
export const listOfferingGroups: Handler<'marketplace_provider_offerings_groups_list'> = async (context, { query }) => {
  const isListed = sql`offering.shared and offering.state = 2`
  const candidates = await candidatesOf(
    context,
    sql`${catalogueTargets.public_offering.visible(context.actor)} and ${isListed}`,
    query,
  )
  return listPage<Wire<typeof OfferingGroups>>(
    context,
    {
      candidates: sql`from customer as owner where owner.id in (select offering.customer_id ${candidates})`,
      id: sql`owner.id`,
      order: sql`owner.name, owner.id`,
      source: sql`join customer as owner on owner.id = page.id`,
      columns: {
        customer_name: text(sql`owner.name`),
        customer_uuid: uuid(sql`owner.uuid`),
        offerings: json(sql`(
          select jsonb_agg(jsonb_build_object(
            'offering_name', offering.name, 'offering_uuid', ${isoUuid(sql`offering.uuid`)}
          ) order by offering.name, offering.id)
          ${candidates} and offering.customer_id = owner.id
        )`),
      },
    },
    query,
  )
}
