import { jsonText } from '../../../contract/value-fields.ts'
import { effective } from '../../access/grants.ts'
import { ON_PROVIDER } from '../../access/policies/accounts.ts'
import { holdsOnTarget, requirePermission } from '../../access/target.ts'
import { orderTargets } from '../../access/targets/orders.ts'
import type { Actor } from '../../context.ts'
import { violatedConstraint, type Queryable, type Transaction } from '../../db/database.ts'
import { anyOf, join, sql, when } from '../../db/sql.ts'
import { FieldError, Forbidden, NonFieldError } from '../../errors.ts'
import { Reply, resolving, type Handler } from '../../handler.ts'
import { linkTo } from '../../links.ts'
import { SshKeyError, sshFingerprints } from '../../lib/ssh-key.ts'
import { readRobot } from './list.ts'
import { emitRobotEvent, lockRobot, requireBothAvailable, type LockedRobot, type RobotContext } from './locked.ts'
import { robotAccountMachine } from './machine.ts'

interface FoundResource {
  id: string
  project_id: string
  customer_id: string
  provider_customer_id: string | null
  provider_id: string | null
}

const findResource = ({ db, actor }: { db: Queryable; actor: Actor }, link: string): Promise<FoundResource> =>
  linkTo(link, ['marketplace-resources', 'marketplace-provider-resources'], (uuid) =>
    db.maybeOne<FoundResource>(sql`
      select resource.id, resource.project_id, project.customer_id, offering.customer_id as provider_customer_id,
        service_provider.id as provider_id
      from resource
      join offering on offering.id = resource.offering_id
      join project on project.id = resource.project_id
      left join service_provider on service_provider.customer_id = offering.customer_id
      where resource.uuid = ${uuid} and ${anyOf([
        orderTargets.resource.visible(actor),
        orderTargets.provider_resource.visible(actor),
      ])}
      for key share of resource
    `),
  )

const findUser = ({ db }: { db: Queryable }, link: string): Promise<string> =>
  linkTo(link, 'users', async (uuid) => {
    const user = await db.maybeOne<{ id: string }>(sql`select id from app_user where uuid = ${uuid} for key share`)
    return user?.id
  })

const findUsers = async (context: { db: Queryable }, links: readonly string[]): Promise<string[]> => {
  const ids = new Set<string>()
  for (const link of links) ids.add(await findUser(context, link))
  return [...ids]
}

/** Texts that are public keys; the first that is none is refused. */
const readKeys = (_context: unknown, keys: unknown): string[] => {
  if (!Array.isArray(keys) || !keys.every((key) => typeof key === 'string')) {
    throw new FieldError('JSON list of SSH public keys is expected.')
  }
  try {
    for (const key of keys) sshFingerprints(key)
  } catch (error) {
    throw error instanceof SshKeyError ? new FieldError(error.message) : error
  }
  return keys
}

interface Changes {
  type?: string
  username?: string
  description?: string
  users?: string[]
  keys?: string[] | null
  responsible_user?: string | null
}

const belongs = async (db: Transaction, { project_id, customer_id }: FoundResource | LockedRobot, ids: string[]) => {
  const { members } = await db.one<{ members: string }>(sql`
    select count(distinct held.user_id) as members from user_role as held
    where held.user_id = any(${ids}::bigint[]) and ${effective(sql`held`)} and (
      (held.content_type = 'project' and held.object_id = ${project_id})
      or (held.content_type = 'customer' and held.object_id = ${customer_id})
    )
  `)
  return Number(members) === new Set(ids).size
}

const checkPeople = async (db: Transaction, place: FoundResource | LockedRobot, body: Changes): Promise<void> => {
  if (body.users && !(await belongs(db, place, body.users))) {
    throw new NonFieldError('User should belong to the same project or organization as resource.')
  }
  const responsible = body.responsible_user ?? null
  if (responsible !== null && !(await belongs(db, place, [responsible]))) {
    throw new NonFieldError('The responsible user should belong to the same project or organization as resource.')
  }
}

const setUsers = async (db: Transaction, robotId: string, users: readonly string[] | undefined): Promise<void> => {
  if (users === undefined) return
  await db.run(sql`delete from robot_account_user where robot_account_id = ${robotId}`)
  await db.run(sql`
    insert into robot_account_user (robot_account_id, user_id)
    select ${robotId}::bigint, wanted.id from unnest(${users}::bigint[]) as wanted (id)
  `)
}

const asDuplicate = (error: unknown): never => {
  throw violatedConstraint(error) === 'robot_account_resource_id_type_key'
    ? new NonFieldError('The fields resource, type must make a unique set.')
    : error
}

const lookUps = { users: findUsers, keys: readKeys, responsible_user: findUser }

export const createRobot = resolving(
  'marketplace_robot_accounts_create',
  { body: { resource: findResource, ...lookUps } },
  async (context, { body }) => {
    const { db } = context
    const { resource } = body
    const { states } = robotAccountMachine
    await requirePermission(context, 'RESOURCE.CREATE_ROBOT_ACCOUNT', providing(resource))
    await requireBothAvailable(db, resource)
    await checkPeople(db, resource, body)
    const state = (body.username ?? '') === '' ? states.Requested : states.OK
    const { id } = await db
      .one<{ id: string }>(
        sql`
          insert into robot_account (resource_id, type, username, description, keys, responsible_user_id, state)
          values (
            ${resource.id}, ${body.type}, ${body.username ?? ''}, ${body.description ?? ''},
            ${jsonText(body.keys ?? [])}::jsonb, ${body.responsible_user ?? null}, ${state}
          )
          returning id
        `,
      )
      .catch(asDuplicate)
    await setUsers(db, id, body.users)
    await emitRobotEvent(db, context, await lockRobot(db, id), 'created', 'created')
    const created = await readRobot(context, id)
    return new Reply(201, created, { location: created.url })
  },
)

const providing = (place: { provider_customer_id: string | null; provider_id: string | null }) => [
  ...(place.provider_customer_id === null
    ? []
    : [{ content_type: 'customer', object_id: place.provider_customer_id } as const]),
  ...(place.provider_id === null ? [] : [{ content_type: 'service_provider', object_id: place.provider_id } as const]),
]

/** C-211: an account that a remote system keeps is changed by that and by staff only. */
const requireLocal = (actor: Actor, robot: LockedRobot): void => {
  if (robot.backend_id !== '' && !actor.is_staff) throw new Forbidden('Remote robot account is synchronized.')
}

const change = async (context: RobotContext, body: Changes) => {
  const { db, actor, target } = context
  const allowed = await holdsOnTarget(context, 'robot_account', 'RESOURCE.UPDATE_ROBOT_ACCOUNT', ON_PROVIDER)
  if (!allowed) throw new Forbidden()
  await requireBothAvailable(db, target)
  const robot = await lockRobot(db, target.id)
  requireLocal(actor, robot)
  await checkPeople(db, robot, body)
  const assignments = [
    sql`modified = now()`,
    when(body.type, (value) => sql`type = ${value}`),
    when(body.username, (value) => sql`username = ${value}`),
    when(body.description, (value) => sql`description = ${value}`),
    when(body.keys, (value) => sql`keys = ${jsonText(value ?? [])}::jsonb`),
    when(body.responsible_user, (value) => sql`responsible_user_id = ${value}`),
  ].filter((assignment) => assignment !== undefined)
  await db.run(sql`update robot_account set ${join(assignments)} where id = ${robot.id}`).catch(asDuplicate)
  await setUsers(db, robot.id, body.users)
  await emitRobotEvent(db, context, robot, 'updated', 'updated')
  return readRobot(context, robot.id)
}

export const updateRobot = resolving('marketplace_robot_accounts_update', { body: lookUps }, (context, { body }) =>
  change(context, body),
)

export const patchRobot = resolving(
  'marketplace_robot_accounts_partial_update',
  { body: lookUps },
  (context, { body }) => change(context, body),
)

export const destroyRobot: Handler<'marketplace_robot_accounts_destroy'> = async (context) => {
  const { db, actor, target } = context
  await requireBothAvailable(db, target)
  const robot = await lockRobot(db, target.id)
  requireLocal(actor, robot)
  await db.run(sql`delete from robot_account where id = ${robot.id}`)
  await emitRobotEvent(db, context, robot, 'deleted', 'deleted')
}
