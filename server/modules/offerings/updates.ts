import { jsonText } from '../../../contract/value-fields.ts'
import { sql, when, type Sql } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { newSlug } from '../../slugs.ts'
import { changeOffering, lockOffering } from './change.ts'
import { findCategory } from './references.ts'

// Changes of the offering's own columns. Only what the body names is written, so that changes of different columns at
// once all survive.

const jsonColumn = (name: Sql, value: unknown): Sql => sql`${name} = ${jsonText(value)}::jsonb`

export const updateOverview: Handler<'marketplace_provider_offerings_update_overview'> = async (context, { body }) => {
  const offering = await lockOffering(context)
  // Staff alone choose slugs; an empty one asks for a generated one.
  const wanted = context.actor.is_staff ? body.slug : undefined
  const slug = wanted === '' ? await newSlug(context.db, 'offering', body.name) : wanted
  await changeOffering(context, offering, [
    sql`name = ${body.name}`,
    when(slug, (value) => sql`slug = ${value}`),
    when(body.description, (value) => sql`description = ${value}`),
    when(body.full_description, (value) => sql`full_description = ${value}`),
    when(body.privacy_policy_link, (value) => sql`privacy_policy_link = ${value}`),
    when(body.access_url, (value) => sql`access_url = ${value}`),
    when(body.getting_started, (value) => sql`getting_started = ${value}`),
    when(body.integration_guide, (value) => sql`integration_guide = ${value}`),
  ])
}

export const updateDescription: Handler<'marketplace_provider_offerings_update_description'> = async (
  context,
  { body },
) => {
  const offering = await lockOffering(context)
  const category = await findCategory(context.db, body.category)
  await changeOffering(context, offering, [sql`category_id = ${category}`])
  // Projects count their resources by category.
  context.db.rollup.offering(offering.id)
}

export const updateAttributes: Handler<'marketplace_provider_offerings_update_attributes'> = async (
  context,
  { body },
) => {
  const offering = await lockOffering(context)
  await changeOffering(context, offering, [jsonColumn(sql`attributes`, body)])
}

export const updateLocation: Handler<'marketplace_provider_offerings_update_location'> = async (context, { body }) => {
  const offering = await lockOffering(context)
  await changeOffering(context, offering, [sql`latitude = ${body.latitude}`, sql`longitude = ${body.longitude}`])
}

export const updateOptions: Handler<'marketplace_provider_offerings_update_options'> = async (context, { body }) => {
  const offering = await lockOffering(context)
  await changeOffering(context, offering, [jsonColumn(sql`options`, body.options)])
}

export const updateResourceOptions: Handler<'marketplace_provider_offerings_update_resource_options'> = async (
  context,
  { body },
) => {
  const offering = await lockOffering(context)
  await changeOffering(context, offering, [jsonColumn(sql`resource_options`, body.resource_options)])
}

/** Service settings of plugins do not exist here: `service_attributes` is taken and not looked at. */
export const updateIntegration: Handler<'marketplace_provider_offerings_update_integration'> = async (
  context,
  { body },
) => {
  const offering = await lockOffering(context)
  await changeOffering(context, offering, [
    when(body.plugin_options, (value) => jsonColumn(sql`plugin_options`, value)),
    when(body.secret_options, (value) => jsonColumn(sql`secret_options`, value)),
    when(body.backend_id, (value) => sql`backend_id = ${value}`),
  ])
}

export const setBackendMetadata: Handler<'marketplace_provider_offerings_set_backend_metadata'> = async (
  context,
  { body },
) => {
  const offering = await lockOffering(context)
  await changeOffering(context, offering, [
    when(body.backend_metadata, (value) => jsonColumn(sql`backend_metadata`, value)),
  ])
}
