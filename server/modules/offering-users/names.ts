import { slugify } from '../../lib/slug.ts'
import type { Person } from './account.ts'

/** An account to be named; `username` is the name that it has. */
export interface Nameable {
  person: Person
  full_name: string
  username: string
}

const DEFAULT_PREFIX = 'waldur_'
const NUMBER_DIGITS = 5

/** What follows the prefix in a name of this policy. */
const numberAfter = (prefix: string, name: string): number | undefined => {
  const rest = name.startsWith(prefix) ? name.slice(prefix.length) : ''
  return /^\d{1,9}$/.test(rest) ? Number(rest) : undefined
}

/** `prefix` and a running number, which no two accounts of the offering share; a fitting name stays. */
const numbered = (
  accounts: readonly Nameable[],
  taken: readonly string[],
  prefixOf: (account: Nameable) => string,
  digits: number,
): string[] => {
  const names = [...taken, ...accounts.map(({ username }) => username)]
  const highest = new Map<string, number>()
  const next = (prefix: string): number => {
    const last = highest.get(prefix) ?? names.reduce((most, name) => Math.max(most, numberAfter(prefix, name) ?? 0), 0)
    highest.set(prefix, last + 1)
    return last + 1
  }
  return accounts.map((account) => {
    const prefix = prefixOf(account)
    if (prefix === '' || numberAfter(prefix, account.username) !== undefined) return account.username
    return prefix + String(next(prefix)).padStart(digits, '0')
  })
}

/** Whether names of the policy have a number, so that they depend on those that are taken. */
export const areNumbered = ({ username_generation_policy: policy }: Record<string, unknown>): boolean =>
  policy === 'anonymized' || policy === 'full_name'

/**
 * Names by the policy of an offering, in the order of the accounts; '' stands for none, and a policy that takes names
 * from elsewhere changes none. `taken` are names of further accounts there (C-166).
 */
export const namesFor = (
  accounts: readonly Nameable[],
  options: Record<string, unknown>,
  taken: readonly string[] = [],
): string[] => {
  const prefix = options.username_anonymized_prefix
  switch (options.username_generation_policy) {
    case 'waldur_username':
      return accounts.map(({ person }) => person.username.slice(0, 100))
    case 'anonymized':
      return numbered(
        accounts,
        taken,
        () => (typeof prefix === 'string' && prefix !== '' ? prefix : DEFAULT_PREFIX),
        NUMBER_DIGITS,
      )
    case 'full_name':
      return numbered(
        accounts,
        taken,
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
