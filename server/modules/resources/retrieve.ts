import type { PublicOfferingDetails } from '../../../contract/schemas/offerings.ts'
import type { Authenticated, Context } from '../../context.ts'
import { isoUuid, sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import { Reply, type Handler, type OfTarget, type Wire } from '../../handler.ts'
import { readObject } from '../../list/selection.ts'
import { readPublicOffering } from '../offerings/index.ts'
import { resourceColumns, resourceJoins } from './view.ts'

/** A resource that the caller is known to see. */
export const readResource = async (context: Context & Authenticated, id: string, field?: readonly string[]) => {
  const resource = await readObject(
    context,
    sql`from resource ${resourceJoins} where resource.id = ${id}`,
    resourceColumns(context),
    field,
  )
  if (!resource) throw new NotFound('Resource')
  return resource
}

export const retrieveResource: Handler<'marketplace_resources_retrieve'> = (context, { query }) =>
  readResource(context, context.target.id, query.field)

export const retrieveResourceOfOrder: Handler<'marketplace_orders_resource_retrieve'> = async (context, { query }) => {
  const order = await context.db.maybeOne<{ resource_id: string }>(sql`
    select resource_id from marketplace_order where id = ${context.target.id}
  `)
  if (!order) throw new NotFound('Order')
  return readResource(context, order.resource_id, query.field)
}

/** The offering as the catalogue shows it, also when it is no longer there. */
const readOffering = async (
  context: Context & Authenticated & OfTarget,
): Promise<Wire<typeof PublicOfferingDetails>> => {
  const offering = await readPublicOffering(context, sql`offering.id = ${context.target.offering_id}`)
  if (!offering) throw new NotFound('Offering')
  return offering
}

export const retrieveOfferingOfResource: Handler<'marketplace_resources_offering_retrieve'> = readOffering
export const retrieveOfferingOfOrder: Handler<'marketplace_orders_offering_retrieve'> = readOffering

/** 204: there is no object of a backend behind a resource here. */
export const retrieveDetails: Handler<'marketplace_resources_details_retrieve'> = () =>
  Promise.resolve(new Reply(204, undefined))

/** Offerings of what can be made inside the resource, such as machines in a tenant. */
export const listSubresourceOfferings: Handler<'marketplace_resources_offering_for_subresources_list'> = (context) =>
  context.db.rows(sql`
    select ${isoUuid(sql`offering.uuid`)} as uuid, offering.type from offering
    where offering.scope_content_type = 'resource' and offering.scope_object_id = ${context.target.id}
    order by offering.id
  `)
