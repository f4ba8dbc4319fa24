import { effective } from '../../access/grants.ts'
import { managesAccounts } from '../../access/manages-accounts.ts'
import { fullNameSql } from '../../access/users.ts'
import type { Transaction } from '../../db/database.ts'
import { allOf, sql, when, type Sql } from '../../db/sql.ts'
import { sourceCodes } from '../../lib/state-machine.ts'
import type { EventSource } from '../events/index.ts'
import { resourceMachine } from '../resource-life/index.ts'
import { createAccount, type Account, type Person, type TargetOffering } from './account.ts'
import { offeringUserMachine } from './machine.ts'
import { moveAccount } from './move.ts'
import { areNumbered, namesFor } from './names.ts'

// Members of a project have accounts where its resources are (C-230): with the first role that leads to an offering an
// account comes, with the last one it is asked to go.

/** Offerings whose accounts follow the roles. */
const isFollowing = sql`${managesAccounts}
  and offering.type in ('Marketplace.Basic', 'Marketplace.Slurm', 'Marketplace.Script')`

const TERMINATED = resourceMachine.states.Terminated

/** Whether a project has a resource of the offering that is not terminated. */
const hasLiveResource = (projectId: Sql): Sql => sql`exists (
  select 1 from resource
  where resource.offering_id = offering.id and resource.project_id = ${projectId} and resource.state <> ${TERMINATED}
)`

const personJson = sql`json_build_object('id', app_user.id::text, 'uuid', app_user.uuid, 'username', app_user.username)`

const offeringJson = sql`json_build_object(
  'id', offering.id::text, 'uuid', offering.uuid, 'name', offering.name, 'customer_id', offering.customer_id::text
)`

interface Member {
  person: Person
  full_name: string
  offering: TargetOffering
  plugin_options: Record<string, unknown>
}

/**
 * Gives the members of a project an account in each offering that its resources lead to, or their former one back.
 * `userId` and `offeringId` narrow it to one member, one offering.
 */
export const giveAccounts = async (
  db: Transaction,
  source: EventSource,
  { projectId, userId, offeringId }: { projectId: string; userId?: string; offeringId?: string },
): Promise<void> => {
  const members = await db.rows<Member>(sql`
    select ${personJson} as person, ${fullNameSql(sql`app_user`)} as full_name, ${offeringJson} as offering,
      offering.plugin_options
    from offering cross join app_user
    where ${allOf([
      isFollowing,
      when(offeringId, (id) => sql`offering.id = ${id}`),
      when(userId, (id) => sql`app_user.id = ${id}`),
      sql`offering.id in (select offering_id from resource where project_id = ${projectId} and state <> ${TERMINATED})`,
      sql`app_user.is_active`,
      sql`app_user.id in (
        select user_id from user_role
        where content_type = 'project' and object_id = ${projectId} and ${effective(sql`user_role`)}
      )`,
    ])}
    order by offering.id, app_user.id
  `)
  for (const member of members) await giveAccount(db, source, member)
}

const giveAccount = async (db: Transaction, source: EventSource, member: Member): Promise<void> => {
  const { person, offering } = member
  // Locked in every state, so that a role that is lost at the same time waits and then sees the new one.
  const find = () =>
    db.maybeOne<Pick<Account, 'id' | 'uuid' | 'username'>>(sql`
      select id, uuid, username from offering_user
      where offering_id = ${offering.id} and user_id = ${person.id}
      for update
    `)
  let existing = await find()
  if (!existing) {
    const username = await nameFor(db, member)
    const created = await createAccount(db, source, { person, offering, username: username === '' ? null : username })
    if (created) return
    existing = await find()
  }
  // Deleted by hand in between: whoever does so wants it gone.
  if (!existing) return
  const account = { ...existing, person, offering }
  const hasName = existing.username !== null && existing.username !== ''
  if (!hasName || !(await moveAccount(db, source, account, 'regain_access'))) {
    await moveAccount(db, source, account, 'ask_again')
  }
}

/** A name by the policy of the offering that nobody else has there; '' when names come from elsewhere. */
const nameFor = async (db: Transaction, { person, full_name, offering, plugin_options }: Member): Promise<string> => {
  const taken = areNumbered(plugin_options) ? await takenNames(db, offering) : []
  return namesFor([{ person, full_name, username: '' }], plugin_options, taken)[0] ?? ''
}

const takenNames = async (db: Transaction, offering: TargetOffering): Promise<string[]> => {
  // One at a time, so that no two get the same number.
  await db.run(sql`select 1 from offering where id = ${offering.id} for no key update`)
  const taken = await db.rows<{ username: string }>(sql`
    select username from offering_user where offering_id = ${offering.id} and username is not null
  `)
  return taken.map(({ username }) => username)
}

/**
 * Asks for the deletion of a user's accounts to which a role in the project has led and no other role of the user
 * leads any more.
 */
export const takeAccounts = async (
  db: Transaction,
  source: EventSource,
  { projectId, person }: { projectId: string; person: Person },
): Promise<void> => {
  const locked = await db.rows<{ id: string }>(sql`
    select offering_user.id
    from offering_user join offering on offering.id = offering_user.offering_id
    where offering_user.user_id = ${person.id} and ${isFollowing}
      and offering_user.state = any(${sourceCodes(offeringUserMachine, 'lose_access')}::int[])
      and exists (
        select 1 from resource where resource.offering_id = offering.id and resource.project_id = ${projectId}
      )
    order by offering.id
    for update of offering_user
  `)
  if (locked.length === 0) return
  // In a statement of its own, which sees the roles that came while the locks were waited for.
  const lost = await db.rows<Omit<Account, 'person'>>(sql`
    select offering_user.id, offering_user.uuid, offering_user.username, ${offeringJson} as offering
    from offering_user join offering on offering.id = offering_user.offering_id
    where offering_user.id = any(${locked.map(({ id }) => id)}::bigint[]) and not exists (
      select 1 from user_role
      where user_role.user_id = ${person.id} and user_role.content_type = 'project'
        and ${effective(sql`user_role`)} and ${hasLiveResource(sql`user_role.object_id`)}
    )
    order by offering.id
  `)
  for (const account of lost) await moveAccount(db, source, { ...account, person }, 'lose_access')
}
