import type { BodyOf } from '../../../contract/index.ts'
import type { UserOfferingConsent } from '../../../contract/schemas/offering-terms.ts'
import { catalogueTargets } from '../../access/targets/catalogue.ts'
import type { Authenticated, Context, WriteContext } from '../../context.ts'
import { allOf, sql, when, type Sql } from '../../db/sql.ts'
import { Forbidden, NotFound, ValidationError } from '../../errors.ts'
import { Reply, type Handler, type OfTarget, type Wire } from '../../handler.ts'
import { flag, link, nullableTimestamp, text, timestamp, uuid } from '../../list/columns.ts'
import { linkEquals } from '../../list/filters.ts'
import { listPage } from '../../list/page.ts'
import { perOrigin } from '../../list/made-once.ts'
import { readObject } from '../../list/selection.ts'
import { fullNameSql } from '../../access/users.ts'
import { findOffering } from './find-offering.ts'

type ConsentWire = Wire<typeof UserOfferingConsent>

const consent = sql`user_offering_consent`
const { from, visible } = catalogueTargets.consent
const joins = sql`
  join app_user on app_user.id = ${consent}.user_id
  left join offering_terms_of_service as terms on terms.offering_id = offering.id and terms.is_active`

const consentColumns = perOrigin<ConsentWire>(({ origin }) => ({
  url: link(origin, 'marketplace-user-offering-consents', sql`${consent}.uuid`),
  uuid: uuid(sql`${consent}.uuid`),
  created: timestamp(sql`${consent}.created`),
  modified: timestamp(sql`${consent}.modified`),
  user: link(origin, 'users', sql`app_user.uuid`),
  user_uuid: uuid(sql`app_user.uuid`),
  user_username: text(sql`app_user.username`),
  user_full_name: text(fullNameSql(sql`app_user`)),
  offering: link(origin, 'marketplace-provider-offerings', sql`offering.uuid`),
  offering_uuid: uuid(sql`offering.uuid`),
  offering_name: text(sql`offering.name`),
  agreement_date: timestamp(sql`${consent}.agreement_date`),
  version: text(sql`${consent}.version`),
  revocation_date: nullableTimestamp(sql`${consent}.revocation_date`),
  is_revoked: flag(sql`${consent}.revocation_date is not null`),
  // The terms in force are others than those agreed to, and ask for a new consent.
  requires_reconsent: flag(sql`coalesce(terms.requires_reconsent and terms.version <> ${consent}.version, false)`),
}))

const readConsent = async (context: Context, condition: Sql): Promise<ConsentWire> => {
  const found = await readObject(context, sql`${from} ${joins} where ${condition}`, consentColumns(context))
  if (!found) throw new NotFound('UserOfferingConsent')
  return found
}

/** Newest first: the caller's own, and those given to his offerings. */
export const listConsents: Handler<'marketplace_user_offering_consents_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`${from} ${joins} where ${allOf([
        visible(context.actor),
        linkEquals(sql`offering.uuid`, query.offering),
        when(query.offering_uuid, (value) => sql`offering.uuid = ${value}`),
        when(query.user_uuid, (value) => sql`app_user.uuid = ${value}`),
        when(query.version, (value) => sql`${consent}.version = ${value}`),
        when(query.has_consent, (value) => sql`(${consent}.revocation_date is null) = ${value}`),
      ])}`,
      id: sql`${consent}.id`,
      order: sql`${consent}.created desc, ${consent}.id desc`,
      source: sql`
        join user_offering_consent on ${consent}.id = page.id
        join offering on offering.id = ${consent}.offering_id ${joins}`,
      columns: consentColumns(context),
    },
    query,
  )

export const retrieveConsent: Handler<'marketplace_user_offering_consents_retrieve'> = (context) =>
  readConsent(context, sql`${consent}.id = ${context.target.id}`)

/** Consent of the caller to the terms in force; given again, it revives a revoked one and takes the new version. */
export const createConsent: Handler<'marketplace_user_offering_consents_create'> = async (context, { body }) => {
  const { db, actor } = context
  const offering = await findOffering(context, body.offering)
  const row = await db.maybeOne<{ id: string }>(sql`
    insert into user_offering_consent as given (user_id, offering_id, version)
    select ${actor.id}, terms.offering_id, terms.version
    from offering_terms_of_service as terms where terms.offering_id = ${offering.id} and terms.is_active
    on conflict (user_id, offering_id) do update set
      version = excluded.version, revocation_date = null, modified = now(),
      agreement_date = case
        when given.revocation_date is null and given.version = excluded.version then given.agreement_date
        else now()
      end
    returning given.id
  `)
  if (!row) throw new ValidationError({ offering: ['Offering does not have active terms of service.'] })
  const created = await readConsent(context, sql`${consent}.id = ${row.id}`)
  return new Reply(201, created, { location: created.url })
}

/** Locks the consent for a change by who gave it, or by staff. */
const lockConsent = async ({ db, actor, target }: WriteContext & Authenticated & OfTarget): Promise<void> => {
  const row = await db.maybeOne<{ is_own: boolean }>(sql`
    select user_id = ${actor.id} as is_own from user_offering_consent where id = ${target.id} for update
  `)
  if (!row) throw new NotFound('UserOfferingConsent')
  if (!row.is_own && !actor.is_staff) throw new Forbidden()
}

export const updateConsent = async (
  context: WriteContext & Authenticated & OfTarget,
  { body }: { body: BodyOf<'marketplace_user_offering_consents_partial_update'> },
): Promise<ConsentWire> => {
  const { db, target } = context
  await lockConsent(context)
  if (body.version !== undefined) {
    await db.run(sql`
      update user_offering_consent set version = ${body.version}, modified = now() where id = ${target.id}
    `)
  }
  return readConsent(context, sql`${consent}.id = ${target.id}`)
}

/** A revoked consent stays revoked as of then. */
export const revokeConsent: Handler<'marketplace_user_offering_consents_revoke'> = async (context) => {
  const { db, target } = context
  await lockConsent(context)
  await db.run(sql`
    update user_offering_consent set revocation_date = now(), modified = now()
    where id = ${target.id} and revocation_date is null
  `)
  return readConsent(context, sql`${consent}.id = ${target.id}`)
}

export const destroyConsent: Handler<'marketplace_user_offering_consents_destroy'> = async (context) => {
  await lockConsent(context)
  await context.db.run(sql`delete from user_offering_consent where id = ${context.target.id}`)
}
