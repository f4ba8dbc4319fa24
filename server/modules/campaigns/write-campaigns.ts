import type { BodyOf } from '../../../contract/index.ts'
import { holdsPermission, onProviderOrCustomer } from '../../access/grants.ts'
import { isPrivileged } from '../../access/visibility.ts'
import type { Authenticated, WriteContext } from '../../context.ts'
import type { Queryable } from '../../db/database.ts'
import { raw, sql } from '../../db/sql.ts'
import { Conflict, NotFound, RuleError, ValidationError, type FieldMessages } from '../../errors.ts'
import { Reply, type Handler } from '../../handler.ts'
import { linkedUuid, unknownLink } from '../../links.ts'
import { requireAvailable } from '../../access/available.ts'
import { readCampaign } from './view.ts'

type Body = BodyOf<'promotions_campaigns_create'>

interface Provider {
  id: string
  customer_id: string
  may_manage: boolean
}

const NOT_OF_PROVIDER = 'You do not have permissions to create campaign in selected offering.'

const findProvider = async ({ db, actor }: WriteContext & Authenticated, link: string): Promise<Provider> => {
  const uuid = linkedUuid(link, 'marketplace-service-providers', 'service_provider')
  const provider = await db.maybeOne<Provider>(sql`
    select service_provider.id::text, service_provider.customer_id::text, ${isPrivileged(actor)} or ${holdsPermission(
      sql`${actor.id}::bigint`,
      sql`'OFFERING.MANAGE_CAMPAIGN'`,
      onProviderOrCustomer(sql`service_provider.id`, sql`service_provider.customer_id`),
    )} as may_manage
    from service_provider where service_provider.uuid = ${uuid} for key share
  `)
  if (!provider) throw unknownLink('service_provider')
  if (!provider.may_manage) {
    throw new ValidationError({
      service_provider: ['You do not have permissions to create campaign for selected service provider.'],
    })
  }
  return provider
}

/** Dates, stock and discount; `start` is the date that need not lie in the future, because it is there already. */
const checkTerms = async (db: Queryable, body: Body, start?: string): Promise<void> => {
  const problems: FieldMessages = {}
  const { is_past } = await db.one<{ is_past: boolean }>(sql`
    select ${body.start_date}::date < (now() at time zone 'utc')::date as is_past
  `)
  if (is_past && body.start_date !== start) {
    problems.start_date = ['Campaign start cannot be before the current date.']
  }
  if (body.end_date < body.start_date) problems.end_date = ['Campaign end cannot be before the start date.']
  if ((body.auto_apply ?? true) && body.stock !== undefined && body.stock !== null) {
    problems.stock = ['Stock cannot be defined if auto_apply is true.']
  }
  if (body.offerings.length === 0) problems.offerings = ['An offering must be specified.']
  // C-155: more than all of it cannot be taken off.
  if (body.discount_type === 'discount' && body.discount > 100) {
    problems.discount = ['Ensure this value is less than or equal to 100.']
  }
  if (Object.keys(problems).length > 0) throw new ValidationError(problems)
}

/** Ids of offerings that must be the provider's own. */
const findOfferings = async (
  db: Queryable,
  uuids: readonly string[],
  customerId: string,
  fields: { list: string; single: string },
): Promise<string[]> => {
  const rows = await db.rows<{ id: string; uuid: string; is_own: boolean }>(sql`
    select id::text, uuid, customer_id is not distinct from ${customerId}::bigint as is_own from offering
    where uuid = any(${[...uuids]}::uuid[]) order by id
  `)
  const missing = uuids.find((uuid) => !rows.some((row) => row.uuid === uuid))
  if (missing !== undefined)
    throw new ValidationError({ [fields.list]: [`Object with uuid=${missing} does not exist.`] })
  if (rows.some(({ is_own }) => !is_own)) throw new ValidationError({ [fields.single]: [NOT_OF_PROVIDER] })
  return rows.map(({ id }) => id)
}

const linkOfferings = async (
  db: Queryable,
  table: 'campaign_offering' | 'campaign_required_offering',
  campaignId: string,
  offeringIds: readonly string[],
): Promise<void> => {
  await db.run(sql`delete from ${raw(table)} where campaign_id = ${campaignId}`)
  await db.run(sql`
    insert into ${raw(table)} (campaign_id, offering_id)
    select ${campaignId}, id from unnest(${[...offeringIds]}::bigint[]) as own (id)
  `)
}

const OFFERINGS = { list: 'offerings', single: 'offering' }
const REQUIRED = { list: 'required_offerings', single: 'required_offering' }

export const createCampaign: Handler<'promotions_campaigns_create'> = async (context, { body }) => {
  const { db } = context
  const provider = await findProvider(context, body.service_provider)
  await requireAvailable(db, provider.customer_id)
  await checkTerms(db, body)
  const offerings = await findOfferings(db, body.offerings, provider.customer_id, OFFERINGS)
  const required = await findOfferings(db, body.required_offerings ?? [], provider.customer_id, REQUIRED)
  const { id } = await db.one<{ id: string }>(sql`
    insert into campaign (service_provider_id, name, description, start_date, end_date, coupon, discount_type, discount,
      stock, months, auto_apply)
    values (${provider.id}, ${body.name}, ${body.description ?? ''}, ${body.start_date}, ${body.end_date},
      ${body.coupon ?? ''}, ${body.discount_type}, ${body.discount}, ${body.stock ?? null}, ${body.months ?? 1},
      ${body.auto_apply ?? true})
    returning id::text
  `)
  await linkOfferings(db, 'campaign_offering', id, offerings)
  await linkOfferings(db, 'campaign_required_offering', id, required)
  return new Reply(201, await readCampaign(context, id))
}

/** While a campaign is in force only what it is called changes; the rest of the body is not looked at. */
export const updateCampaign: Handler<'promotions_campaigns_update'> = async (context, { body }) => {
  const { db, target } = context
  const customerId = target.provider_customer_id ?? ''
  await requireAvailable(db, customerId)
  const campaign = await db.maybeOne<{
    state: number
    start_date: string
    stock: number | null
    auto_apply: boolean
  }>(sql`
    select state, start_date, stock, auto_apply from campaign where id = ${target.id} for no key update
  `)
  if (!campaign) throw new NotFound('Campaign')
  if (campaign.state === 3) throw new Conflict('Valid states for operation: Draft, Active.')
  await db.run(sql`
    update campaign set name = ${body.name}, modified = now(),
      description = coalesce(${body.description ?? null}, description), coupon = coalesce(${body.coupon ?? null}, coupon)
    where id = ${target.id}
  `)
  if (campaign.state === 1) {
    // What is not sent stays as it is.
    const { stock = campaign.stock, auto_apply = campaign.auto_apply } = body
    await checkTerms(db, { ...body, stock, auto_apply }, campaign.start_date)
    const offerings = await findOfferings(db, body.offerings, customerId, OFFERINGS)
    await db.run(sql`
      update campaign set start_date = ${body.start_date}, end_date = ${body.end_date},
        discount_type = ${body.discount_type}, discount = ${body.discount},
        stock = ${stock},
        months = coalesce(${body.months ?? null}::int, months),
        auto_apply = ${auto_apply}
      where id = ${target.id}
    `)
    await linkOfferings(db, 'campaign_offering', target.id, offerings)
    if (body.required_offerings) {
      const required = await findOfferings(db, body.required_offerings, customerId, REQUIRED)
      await linkOfferings(db, 'campaign_required_offering', target.id, required)
    }
  }
  return readCampaign(context, target.id)
}

export const destroyCampaign: Handler<'promotions_campaigns_destroy'> = async ({ db, target }) => {
  await requireAvailable(db, target.provider_customer_id)
  const deleted = await db.run(sql`delete from campaign where id = ${target.id} and state = 1`)
  if (deleted === 0) throw new RuleError('You can delete draft campaigns only.')
}
