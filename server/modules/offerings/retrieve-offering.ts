import { catalogueTargets } from '../../access/targets/catalogue.ts'
import type { Actor, Context } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { readObject } from '../../list/selection.ts'
import { pathUuid } from '../../path-uuid.ts'
import { offeringJoins, providerOfferingColumns, publicOfferingColumns } from './view.ts'

/** The offering as its provider sees it. */
export const readProviderOffering = async (
  context: Context & { actor: Actor },
  id: string,
  field?: readonly string[],
) => {
  const source = sql`from offering ${offeringJoins} where offering.id = ${id}`
  const offering = await readObject(context, source, providerOfferingColumns(context), field)
  if (!offering) throw new NotFound('Offering')
  return offering
}

export const retrieveProviderOffering: Handler<'marketplace_provider_offerings_retrieve'> = (context, { query }) =>
  readProviderOffering(context, context.target.id, query.field)

/** The offering as the catalogue shows it, whether or not it is in the catalogue. */
export const readPublicOffering = (context: Context, condition: ReturnType<typeof sql>, field?: readonly string[]) =>
  readObject(context, sql`from offering ${offeringJoins} where ${condition}`, publicOfferingColumns(context), field)

export const retrievePublicOffering: Handler<'marketplace_public_offerings_retrieve'> = async (
  context,
  { params, query },
) => {
  const uuid = pathUuid(params.uuid, 'Offering')
  const visible = catalogueTargets.public_offering.visible(context.actor)
  const offering = await readPublicOffering(context, sql`offering.uuid = ${uuid} and ${visible}`, query.field)
  if (!offering) throw new NotFound('Offering')
  return offering
}
