import type { BodyOf } from '../../../contract/index.ts'
import type { OfferingTermsOfService } from '../../../contract/schemas/offering-terms.ts'
import { requireAvailable } from '../../access/available.ts'
import { requirePermission, scopesOfOffering } from '../../access/target.ts'
import { catalogueTargets } from '../../access/targets/catalogue.ts'
import type { Authenticated, Context, WriteContext } from '../../context.ts'
import { violatedConstraint } from '../../db/database.ts'
import { allOf, join, raw, sql, when, type Sql } from '../../db/sql.ts'
import { NotFound, ValidationError } from '../../errors.ts'
import { Reply, type Handler, type OfTarget, type Wire } from '../../handler.ts'
import { flag, link, smallNumber, text, timestamp, uuid } from '../../list/columns.ts'
import { linkEquals } from '../../list/filters.ts'
import { listPage } from '../../list/page.ts'
import { readObject, type Columns } from '../../list/selection.ts'
import { findOffering } from './find-offering.ts'

type TermsWire = Wire<typeof OfferingTermsOfService>

const terms = sql`offering_terms_of_service`
const { from, visible } = catalogueTargets.terms_of_service

const termsColumns = ({ origin, actor }: Context): Columns<TermsWire> => ({
  url: link(origin, 'marketplace-offering-terms-of-service', sql`${terms}.uuid`),
  uuid: uuid(sql`${terms}.uuid`),
  created: timestamp(sql`${terms}.created`),
  modified: timestamp(sql`${terms}.modified`),
  offering: link(origin, 'marketplace-provider-offerings', sql`offering.uuid`),
  offering_uuid: uuid(sql`offering.uuid`),
  offering_name: text(sql`offering.name`),
  terms_of_service: text(sql`${terms}.terms_of_service`),
  terms_of_service_link: text(sql`${terms}.terms_of_service_link`),
  version: text(sql`${terms}.version`),
  is_active: flag(sql`${terms}.is_active`),
  requires_reconsent: flag(sql`${terms}.requires_reconsent`),
  grace_period_days: smallNumber(sql`${terms}.grace_period_days`),
  has_user_consent: flag(sql`exists (
    select 1 from user_offering_consent as consent
    where consent.offering_id = offering.id and consent.user_id = ${actor?.id ?? null}::bigint
      and consent.revocation_date is null
  )`),
})

const readTerms = async (context: Context, condition: Sql): Promise<TermsWire> => {
  const found = await readObject(context, sql`${from} where ${condition}`, termsColumns(context))
  if (!found) throw new NotFound('OfferingTermsOfService')
  return found
}

/** Newest first. */
export const listTerms: Handler<'marketplace_offering_terms_of_service_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`${from} where ${allOf([
        visible(context.actor),
        linkEquals(sql`offering.uuid`, query.offering),
        when(query.offering_uuid, (value) => sql`offering.uuid = ${value}`),
        when(query.version, (value) => sql`${terms}.version = ${value}`),
        when(query.is_active, (value) => sql`${terms}.is_active = ${value}`),
        when(query.requires_reconsent, (value) => sql`${terms}.requires_reconsent = ${value}`),
      ])}`,
      id: sql`${terms}.id`,
      order: sql`${terms}.created desc, ${terms}.id desc`,
      source: sql`
        join offering_terms_of_service on ${terms}.id = page.id join offering on offering.id = ${terms}.offering_id`,
      columns: termsColumns(context),
    },
    query,
  )

export const retrieveTerms: Handler<'marketplace_offering_terms_of_service_retrieve'> = (context) =>
  readTerms(context, sql`${terms}.id = ${context.target.id}`)

/** C-169: at most one text is in force. */
const asSecondActive = (error: unknown): never => {
  throw violatedConstraint(error) === 'offering_terms_of_service_active_key'
    ? new ValidationError({ is_active: ['Offering already has active terms of service.'] })
    : error
}

const given = (body: Record<string, unknown>) =>
  Object.entries(body)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({ name: raw(name), value }))

export const createTerms: Handler<'marketplace_offering_terms_of_service_create'> = async (context, { body }) => {
  const { db } = context
  const { offering: offeringLink, ...fields } = body
  const offering = await findOffering(context, offeringLink)
  await requirePermission(context, 'OFFERING.UPDATE', scopesOfOffering(offering))
  await requireAvailable(db, offering.customer_id)
  const columns = [{ name: raw('offering_id'), value: offering.id as unknown }, ...given(fields)]
  const { id } = await db
    .one<{ id: string }>(
      sql`
        insert into offering_terms_of_service (${join(columns.map(({ name }) => name))})
        values (${join(columns.map(({ value }) => value))})
        returning id
      `,
    )
    .catch(asSecondActive)
  const created = await readTerms(context, sql`${terms}.id = ${id}`)
  return new Reply(201, created, { location: created.url })
}

export const updateTerms = async (
  context: WriteContext & Authenticated & OfTarget,
  { body }: { body: BodyOf<'marketplace_offering_terms_of_service_partial_update'> },
): Promise<TermsWire> => {
  const { db, target } = context
  await requireAvailable(db, target.provider_customer_id)
  const assignments = given(body).map(({ name, value }) => sql`${name} = ${value}`)
  await db
    .run(
      sql`
        update offering_terms_of_service set ${join([sql`modified = now()`, ...assignments])} where id = ${target.id}
      `,
    )
    .catch(asSecondActive)
  return readTerms(context, sql`${terms}.id = ${target.id}`)
}

export const destroyTerms: Handler<'marketplace_offering_terms_of_service_destroy'> = async ({ db, target }) => {
  await requireAvailable(db, target.provider_customer_id)
  const deleted = await db.run(sql`delete from offering_terms_of_service where id = ${target.id}`)
  if (deleted === 0) throw new NotFound('OfferingTermsOfService')
}
