import { randomUUID } from 'node:crypto'
import type { BodyOf } from '../../../contract/index.ts'
import type { Authenticated, WriteContext } from '../../context.ts'
import type { Transaction } from '../../db/database.ts'
import { join, sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import { Reply, resolving, type Handler, type OfTarget } from '../../handler.ts'
import { linkedUuid, unknownLink } from '../../links.ts'
import { audit } from '../events/index.ts'
import { readProfile } from './retrieve-profile.ts'

/** The organization behind the link, locked: of its profiles one is changed at a time, as one is active at most. */
const lockLinkedOrganization = async ({ db }: WriteContext, link: string): Promise<string> => {
  const uuid = linkedUuid(link, 'customers')
  const found = await db.maybeOne<{ id: string }>(sql`select id from customer where uuid = ${uuid} for no key update`)
  if (!found) throw unknownLink()
  return found.id
}

const lookUps = { body: { organization: lockLinkedOrganization } }

const deactivateOthers = (db: Transaction, organizationId: string, exceptId: string | null): Promise<number> =>
  db.run(sql`
    update payment_profile set is_active = null, modified = now()
    where organization_id = ${organizationId} and is_active and id is distinct from ${exceptId}::bigint
  `)

const auditProfile = (context: WriteContext & Authenticated, action: string, profile: { id: string; uuid: string }) =>
  audit(context, {
    action: `payment_profile.${action}`,
    content_type: 'payment_profile',
    object_id: profile.id,
    object_uuid: profile.uuid,
  })

export const createProfile = resolving('payment_profiles_create', lookUps, async (context, { body }) => {
  const { db } = context
  const organizationId = body.organization
  const isActive = body.is_active === undefined || body.is_active === true
  if (isActive) await deactivateOthers(db, organizationId, null)
  const uuid = randomUUID()
  const { id } = await db.one<{ id: string }>(sql`
    insert into payment_profile (uuid, organization_id, name, payment_type, attributes, is_active)
    values (${uuid}, ${organizationId}, ${body.name}, ${body.payment_type},
      ${JSON.stringify(body.attributes ?? {})}::jsonb, ${isActive ? true : null})
    returning id
  `)
  await auditProfile(context, 'create', { id, uuid })
  const profile = await readProfile(context, uuid)
  return new Reply(201, profile, { location: profile.url ?? '' })
})

/** The profile's organization, locked as `lockLinkedOrganization` does. */
const lockOwnOrganization = async ({ db, target }: WriteContext & OfTarget): Promise<string> => {
  await db.run(sql`
    select 1 from customer where id = (select organization_id from payment_profile where id = ${target.id})
    for no key update
  `)
  const found = await db.maybeOne<{ organization_id: string }>(sql`
    select organization_id from payment_profile where id = ${target.id} for update
  `)
  if (!found) throw new NotFound('PaymentProfile')
  return found.organization_id
}

/** A profile stays with its organization: `organization` is read-only after creation. */
const change = async (
  context: WriteContext & Authenticated & OfTarget,
  body: BodyOf<'payment_profiles_partial_update'>,
) => {
  const { db, target } = context
  const organizationId = await lockOwnOrganization(context)
  const assignments = [sql`modified = now()`]
  if (body.name !== undefined) assignments.push(sql`name = ${body.name}`)
  if (body.payment_type !== undefined) assignments.push(sql`payment_type = ${body.payment_type}`)
  if (body.attributes !== undefined) assignments.push(sql`attributes = ${JSON.stringify(body.attributes)}::jsonb`)
  if (body.is_active !== undefined) {
    if (body.is_active) await deactivateOthers(db, organizationId, target.id)
    assignments.push(sql`is_active = ${body.is_active === true ? true : null}`)
  }
  await db.run(sql`update payment_profile set ${join(assignments)} where id = ${target.id}`)
  await auditProfile(context, 'update', target)
  return readProfile(context, target.uuid)
}

export const updateProfile: Handler<'payment_profiles_update'> = (context, { body }) => change(context, body)

export const patchProfile: Handler<'payment_profiles_partial_update'> = (context, { body }) => change(context, body)

export const destroyProfile: Handler<'payment_profiles_destroy'> = async (context) => {
  const deleted = await context.db.run(sql`delete from payment_profile where id = ${context.target.id}`)
  if (deleted === 0) throw new NotFound('PaymentProfile')
  await auditProfile(context, 'delete', context.target)
}

export const enableProfile: Handler<'payment_profiles_enable'> = async (context) => {
  await change(context, { is_active: true })
}
