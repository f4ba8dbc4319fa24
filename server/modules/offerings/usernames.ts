import type { Transaction } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { slugify } from '../../lib/slug.ts'
import { setUsername } from '../offering-users/index.ts'
import { lockOffering, type LockedOffering } from './change.ts'

interface Account {
  person: { id: string; uuid: string; username: string }
  full_name: string
  username: string
}

const DEFAULT_PREFIX = 'walduruser_'
const NUMBER_DIGITS = 5

/** What follows the prefix in a name of this policy. */
const numberAfter = (prefix: string, name: string): number | undefined => {
  const rest = name.startsWith(prefix) ? name.slice(prefix.length) : ''
  return /^\d{1,9}$/.test(rest) ? Number(rest) : undefined
}

/** `prefix` and a running number, which no two accounts of the offering share; a fitting name stays. */
const numbered = (accounts: readonly Account[], prefixOf: (account: Account) => string, digits: number): string[] => {
  const highest = new Map<string, number>()
  const fitting = accounts.map((account) => {
    const prefix = prefixOf(account)
    const number = numberAfter(prefix, account.username)
    if (number !== undefined) highest.set(prefix, Math.max(highest.get(prefix) ?? 0, number))
    return number !== undefined
  })
  return accounts.map((account, index) => {
    const prefix = prefixOf(account)
    if (fitting[index] === true || prefix === '') return account.username
    const next = (highest.get(prefix) ?? 0) + 1
    highest.set(prefix, next)
    return prefix + String(next).padStart(digits, '0')
  })
}

/** New names by policy, in the order of the accounts; a policy that takes names from elsewhere changes none. */
const namesFor = (accounts: readonly Account[], options: Record<string, unknown>): string[] => {
  const prefix = options.username_anonymized_prefix
  switch (options.username_generation_policy) {
    case 'waldur_username':
      return accounts.map(({ person }) => person.username.slice(0, 100))
    case 'anonymized':
      return numbered(
        accounts,
        () => (typeof prefix === 'string' && prefix !== '' ? prefix : DEFAULT_PREFIX),
        NUMBER_DIGITS,
      )
    case 'full_name':
      return numbered(
        accounts,
        ({ full_name: name }) => {
          const base = slugify(name).replaceAll('-', '_').slice(0, 80)
          return base === '' ? '' : `${base}_`
        },
        2,
      )
    default:
      return accounts.map(({ username }) => username)
  }
}

const accountsOf = (db: Transaction, offering: LockedOffering): Promise<Account[]> =>
  db.rows<Account>(sql`
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
