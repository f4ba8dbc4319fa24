import type { Transaction } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { namesFor, setUsername, type Nameable } from '../offering-users/index.ts'
import { lockOffering, type LockedOffering } from './change.ts'

const accountsOf = (db: Transaction, offering: LockedOffering): Promise<Nameable[]> =>
  db.rows<Nameable>(sql`
    select json_build_object('id', app_user.id::text, 'uuid', app_user.uuid, 'username', app_user.username) as person,
      trim(app_user.first_name || ' ' || app_user.last_name) as full_name,
      coalesce(offering_user.username, '') as username
    from offering_user join app_user on app_user.id = offering_user.user_id
    where offering_user.offering_id = ${offering.id} and not offering_user.is_restricted
      -- Those on their way out keep their names.
      and offering_user.state not in (6, 7, 8, 10)
    order by offering_user.id
  `)

/** Names the accounts of an offering by its policy (C-166). */
export const refreshUsernames: Handler<'marketplace_provider_offerings_refresh_offering_usernames'> = async (
  context,
) => {
  const { db } = context
  const offering = await lockOffering(context)
  const { plugin_options } = await db.one<{ plugin_options: Record<string, unknown> }>(sql`
    select plugin_options from offering where id = ${offering.id}
  `)
  const { id, uuid, name: offeringName, customer_id } = offering
  const accounts = customer_id === null ? [] : await accountsOf(db, offering)
  const names = namesFor(accounts, plugin_options)
  let changed = 0
  for (const [index, { person, username }] of accounts.entries()) {
    const name = names[index] ?? ''
    if (name === '' || name === username) continue
    await setUsername(db, context, {
      person,
      offering: { id, uuid, name: offeringName, customer_id: customer_id ?? '' },
      username: name,
    })
    changed++
  }
  return { status: `Usernames have been refreshed: ${String(changed)} changed.` }
}
