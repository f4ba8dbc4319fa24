import { randomUUID } from 'node:crypto'
import { tokenLifetime } from '../../config.ts'
import { violatedConstraint } from '../../db/database.ts'
import { join, raw, sql } from '../../db/sql.ts'
import { ValidationError } from '../../errors.ts'
import { Reply, resolving } from '../../handler.ts'
import { newSlug } from '../../slugs.ts'
import { searchedName, userAssignments, userFields } from './changes.ts'
import { emitUserEvent } from './events.ts'
import { readUser } from './retrieve-user.ts'

/** The user has no password: staff sets one, or he comes in another way. */
export const createUser = resolving('users_create', { body: userFields }, async (context, { body }) => {
  const { db, config } = context
  const uuid = randomUUID()
  const assignments = await userAssignments(context, body, uuid)
  if (body.slug === undefined || body.slug === '') {
    assignments.push(['slug', sql`${await newSlug(db, 'app_user', body.username)}`])
  }
  if (body.token_lifetime === undefined) assignments.push(['token_lifetime', sql`${tokenLifetime(config)}`])
  if (body.agree_with_policy === true) assignments.push(['agreement_date', sql`now()`])
  const name = searchedName({ first_name: body.first_name ?? '', last_name: body.last_name ?? '' })
  const { id } = await db
    .one<{ id: string }>(
      sql`
        insert into app_user (uuid, username, email, query_field, ${join(assignments.map(([column]) => raw(column)))})
        values (${uuid}, ${body.username}, ${body.email}, ${name}, ${join(assignments.map(([, value]) => value))})
        returning id
      `,
    )
    .catch((error: unknown) => {
      if (violatedConstraint(error) !== 'app_user_username_key') throw error
      throw new ValidationError({ username: ['A user with that username already exists.'] })
    })
  await emitUserEvent(context, id, 'user_creation_succeeded', 'created')
  const user = await readUser(context, id)
  return new Reply(201, user, { location: user.url ?? '' })
})
