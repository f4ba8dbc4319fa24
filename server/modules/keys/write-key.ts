import { randomUUID } from 'node:crypto'
import type { Authenticated, WriteContext } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { FieldError, Forbidden, NotFound, ValidationError } from '../../errors.ts'
import { Reply, resolving, type Handler } from '../../handler.ts'
import { sshComment, sshFingerprints, SshKeyError, type SshFingerprints } from '../../lib/ssh-key.ts'
import { emitEvent, userContext } from '../events/index.ts'
import { readKey } from './retrieve-key.ts'

interface ReadKey {
  text: string
  fingerprints: SshFingerprints
}

const readableKey = (_: WriteContext, text: string): ReadKey => {
  try {
    return { text, fingerprints: sshFingerprints(text) }
  } catch (error) {
    if (error instanceof SshKeyError) throw new FieldError(error.message)
    throw error
  }
}

const MAX_NAME = 150

/** The comment of a key names it, or its fingerprint when it has none. */
const defaultName = ({ text, fingerprints }: ReadKey): string =>
  (sshComment(text) || fingerprints.sha256.replace('SHA256:', '')).slice(0, MAX_NAME)

const emitKeyEvent = (context: WriteContext & Authenticated, eventType: string, what: string, userId: string) =>
  emitEvent(context.db, context, {
    event_type: eventType,
    message: `SSH key ${what}.`,
    context: userContext('user', context.actor),
    scopes: [{ content_type: 'user', object_id: userId }],
  })

/** A key belongs to the caller. */
export const createKey = resolving('keys_create', { body: { public_key: readableKey } }, async (context, { body }) => {
  const { db, actor } = context
  const { text, fingerprints } = body.public_key
  const name = body.name === undefined || body.name === '' ? defaultName(body.public_key) : body.name
  const uuid = randomUUID()
  const inserted = await db.run(sql`
    insert into ssh_key (uuid, user_id, name, public_key, fingerprint_md5, fingerprint_sha256, fingerprint_sha512)
    values (${uuid}, ${actor.id}, ${name}, ${text}, ${fingerprints.md5}, ${fingerprints.sha256},
      ${fingerprints.sha512})
    on conflict (user_id, name) do nothing
  `)
  if (inserted === 0) throw new ValidationError({ name: ['This field must be unique.'] })
  await emitKeyEvent(context, 'ssh_key_creation_succeeded', `${name} has been created`, actor.id)
  const key = await readKey(context, uuid)
  return new Reply(201, key, { location: key.url ?? '' })
})

/** By its owner or by staff. */
export const destroyKey: Handler<'keys_destroy'> = async (context) => {
  const { db, actor, target } = context
  const key = await db.maybeOne<{ user_id: string; name: string }>(sql`
    select user_id, name from ssh_key where id = ${target.id} for update
  `)
  if (!key) throw new NotFound('SshPublicKey')
  if (key.user_id !== actor.id && !actor.is_staff) throw new Forbidden()
  await db.run(sql`delete from ssh_key where id = ${target.id}`)
  await emitKeyEvent(context, 'ssh_key_deletion_succeeded', `${key.name} has been deleted`, key.user_id)
}
