import type { Authenticated, WriteContext } from '../../context.ts'
import { join, sql } from '../../db/sql.ts'
import { NotFound, ValidationError } from '../../errors.ts'
import { resolving, type OfTarget } from '../../handler.ts'
import { newSlug } from '../../slugs.ts'
import { deleteFile } from '../files/index.ts'
import { asUpdates, searchedName, userAssignments, userFields, type UserChanges } from './changes.ts'
import { emitUserEvent } from './events.ts'
import { readUser } from './retrieve-user.ts'

interface Current {
  username: string
  first_name: string
  last_name: string
  is_active: boolean
  token_lifetime: number | null
  has_agreed: boolean
  image_id: string | null
}

/** Only somebody who does nothing but deactivate a user need not have him agree to the policy first. */
const checkAgreement = (current: Current, body: UserChanges): void => {
  if (current.has_agreed || body.agree_with_policy === true) return
  const sent = Object.values<unknown>(body).filter((value) => value !== undefined)
  if (current.is_active && body.is_active === false && sent.length === 1) return
  throw new ValidationError({ agree_with_policy: ['User must agree with the policy.'] })
}

/** Writes the sent columns only, so that concurrent changes of different columns all survive. */
const change = async (context: WriteContext & Authenticated & OfTarget, body: UserChanges) => {
  const { db, actor, target } = context
  const current = await db.maybeOne<Current>(sql`
    select username, first_name, last_name, is_active, token_lifetime, agreement_date is not null as has_agreed,
      image_id
    from app_user where id = ${target.id} for no key update
  `)
  if (!current) throw new NotFound('User')
  checkAgreement(current, body)
  const updates = asUpdates(await userAssignments(context, body, target.uuid))
  if (!current.has_agreed && body.agree_with_policy === true) updates.push(sql`agreement_date = now()`)
  if (actor.is_staff && body.slug === '') updates.push(sql`slug = ${await newSlug(db, 'app_user', current.username)}`)
  if (body.first_name !== undefined || body.last_name !== undefined) {
    const name = { first_name: current.first_name, last_name: current.last_name }
    if (body.first_name !== undefined) name.first_name = body.first_name
    if (body.last_name !== undefined) name.last_name = body.last_name
    updates.push(sql`query_field = ${searchedName(name)}`)
  }
  const switched = actor.is_staff && body.is_active !== undefined && body.is_active !== current.is_active
  // Whom staff switched is left alone by the job that reviews users without roles, until he loses another one.
  if (switched) updates.push(sql`deactivation_reason = ''`)
  if (switched && body.is_active) updates.push(sql`activated_at = now()`)
  await db.run(sql`update app_user set ${join([sql`modified = now()`, ...updates])} where id = ${target.id}`)
  if (body.image !== undefined && current.image_id !== null) await deleteReplaced(context, current.image_id)
  await emitUserEvent(context, target.id, 'user_update_succeeded', 'updated')
  if (switched) {
    if (current.is_active) await emitUserEvent(context, target.id, 'user_deactivated', 'deactivated')
    else await emitUserEvent(context, target.id, 'user_activated', 'activated')
  }
  if (body.token_lifetime !== undefined && body.token_lifetime !== current.token_lifetime) {
    await emitUserEvent(context, target.id, 'token_lifetime_updated', 'given another lifetime of tokens')
  }
  return readUser(context, target.id)
}

/** A new image of another format has another name; one of the same name replaced the old one. */
const deleteReplaced = async ({ db, target }: WriteContext & OfTarget, imageId: string): Promise<void> => {
  const { image_id } = await db.one<{ image_id: string | null }>(sql`
    select image_id from app_user where id = ${target.id}
  `)
  if (image_id !== imageId) await deleteFile(db, imageId)
}

export const updateUser = resolving('users_update', { body: userFields }, (context, { body }) =>
  change(context, named(body)),
)

export const patchUser = resolving('users_partial_update', { body: userFields }, (context, { body }) =>
  change(context, named(body)),
)

/** C-220: user name and mail address are not changed here. */
const named = <B extends { username?: unknown; email?: unknown }>({ username: _, email: __, ...body }: B) => body
