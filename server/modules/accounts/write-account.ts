import { randomUUID } from 'node:crypto'
import { requireAvailable } from '../../access/available.ts'
import type { Authenticated, WriteContext } from '../../context.ts'
import type { Transaction } from '../../db/database.ts'
import { join, raw, sql, when } from '../../db/sql.ts'
import { Conflict, ValidationError } from '../../errors.ts'
import type { OfTarget } from '../../handler.ts'
import { sourceCodes, targetCode, validStates } from '../../lib/state-machine.ts'
import { unknownLink } from '../../links.ts'
import { audit } from '../events/index.ts'
import { accountMachine } from './machine.ts'

type Table = 'project_service_account' | 'customer_service_account' | 'course_account'
type TargetContext = WriteContext & Authenticated & OfTarget

interface Fields {
  username?: string
  description?: string
  error_traceback?: string
  email?: string
  preferred_identifier?: string
}

/** C-209: the API does not set the quota of a project; without one of its own it has that of its organization. */
const QUOTAS = {
  customer: sql`max_service_accounts`,
  project: sql`case when max_service_accounts = 0 then (
    select customer.max_service_accounts from customer where customer.id = project.customer_id
  ) else max_service_accounts end`,
}

/**
 * Makes a service account of a project or organization, which is locked so that its quota holds; null is no limit.
 * Without a user name the preferred identifier is taken, or a new one (C-212).
 */
export const insertServiceAccount = async (
  context: WriteContext,
  kind: 'project' | 'customer',
  scopeId: string,
  fields: Fields,
): Promise<string> => {
  const { db } = context
  const table = `${kind}_service_account` as const
  const scope = await db.maybeOne<{ quota: number | null }>(sql`
    select ${QUOTAS[kind]} as quota from ${raw(kind)} where id = ${scopeId} for no key update
  `)
  if (!scope) throw unknownLink(kind)
  const { used } = await db.one<{ used: string }>(sql`
    select count(*) as used from ${raw(table)}
    where ${raw(`${kind}_id`)} = ${scopeId} and state <> ${accountMachine.states.Closed}
  `)
  if (scope.quota !== null && Number(used) >= scope.quota) {
    throw new ValidationError({
      [kind]: [`The maximum number of service accounts is reached: ${String(scope.quota)}.`],
    })
  }
  const uuid = randomUUID()
  const given = [fields.username, fields.preferred_identifier].find((name) => name !== undefined && name !== '')
  const { id } = await db.one<{ id: string }>(sql`
    insert into ${raw(table)}
      (uuid, ${raw(`${kind}_id`)}, username, description, error_traceback, email, preferred_identifier)
    values (
      ${uuid}, ${scopeId}, ${given ?? `sa-${uuid.slice(-12)}`}, ${fields.description ?? ''},
      ${fields.error_traceback ?? ''}, ${fields.email ?? ''}, ${fields.preferred_identifier ?? ''}
    )
    returning id
  `)
  await audit(context, { action: `${table}.create`, content_type: table, object_id: id, object_uuid: uuid })
  return id
}

/** Does something to an account whose state permits it; 409 otherwise. */
const act = async (
  context: TargetContext,
  table: Table,
  action: keyof typeof accountMachine.actions,
  fields: Fields = {},
): Promise<void> => {
  const { db, target } = context
  await requireAvailable(db, target.customer_id)
  const names = Object.keys(fields) as (keyof Fields)[]
  const assignments = [
    sql`state = ${targetCode(accountMachine, action)}`,
    sql`modified = now()`,
    ...names.map((name) => when(fields[name], (value) => sql`${raw(name)} = ${value}`)),
  ].filter((assignment) => assignment !== undefined)
  const changed = await db.run(sql`
    update ${raw(table)} set ${join(assignments)}
    where id = ${target.id} and state = any(${sourceCodes(accountMachine, action)}::int[])
  `)
  if (changed === 0) throw new Conflict(validStates(accountMachine, action))
  const { id, uuid } = target
  await audit(context, { action: `${table}.${action}`, content_type: table, object_id: id, object_uuid: uuid })
}

/** A blank user name leaves the one that there is, as at its creation a name is given to who wants none. */
export const changeAccount = (context: TargetContext, table: Table, fields: Fields): Promise<void> =>
  act(context, table, 'change', fields.username === '' ? { ...fields, username: undefined } : fields)

/** The key itself is made by the caller, see `newKey`. */
export const rotateKey = (context: TargetContext, table: Table): Promise<void> => act(context, table, 'rotate_api_key')

export const closeAccount = (context: TargetContext, table: Table): Promise<void> => act(context, table, 'close')

/** Users that were made for an account go with it. */
export const deactivateCourseUser = (db: Transaction, accountId: string): Promise<number> =>
  db.run(sql`
    update app_user set is_active = false, modified = now()
    where registration_method = ${COURSE_REGISTRATION} and id in (
      select user_id from course_account where id = ${accountId}
    )
  `)

/** How users came about that were made for a course account. */
export const COURSE_REGISTRATION = 'course_account'
