import { sql } from '../../server/db/sql.ts'
import type { Caller, Made, Marketplace, TestApp } from '../harness/index.ts'

/** Who calls. The roles are held in the own marketplace; refused accounts would be staff if they were accepted. */
export const CALLERS = [
  'anonymous',
  'garbage token',
  'expired token',
  'inactive user',
  'plain user',
  'consumer member',
  'consumer admin',
  'consumer owner',
  'provider owner',
  'provider manager',
  'offering manager',
  'owner of another provider',
  'support',
  'staff',
] as const

export type CallerName = (typeof CALLERS)[number]
export type ByCaller<T> = Record<CallerName, T>

export interface Markets {
  own: Marketplace
  other: Marketplace
}

/** Answers by caller, from a line of the tables: fourteen words in the order of the callers. */
export const byCaller = (line: string): ByCaller<number> => {
  const words = line.split(' ')
  if (words.length !== CALLERS.length) throw new Error(`Not one answer for each caller: ${line}`)
  return Object.fromEntries(CALLERS.map((name, index) => [name, Number(words[index])])) as ByCaller<number>
}

/** A new user with one role. */
export const holder = async (
  { world }: TestApp,
  role: string,
  kind: 'customer' | 'project' | 'offering' | 'service_provider',
  scope: { id: string },
  values: Record<string, unknown> = {},
): Promise<Made> => {
  const user = await world.user()
  await world.grant(user, role, kind, scope, values)
  return user
}

const withExpiredToken = async ({ world, database, tokenOf }: TestApp): Promise<Caller> => {
  const user = await world.staff()
  const token = await tokenOf(user)
  await database.run(sql`update auth_token set created = now() - interval '2 days' where user_id = ${user.id}`)
  return { token }
}

export const makeCaller = (app: TestApp, name: CallerName, { own, other }: Markets): Promise<Caller> => {
  const { world } = app
  const makers: ByCaller<() => Promise<Caller>> = {
    anonymous: async () => undefined,
    'garbage token': async () => ({ token: '0123456789abcdef0123456789abcdef01234567' }),
    'expired token': () => withExpiredToken(app),
    'inactive user': () => world.staff({ is_active: false }),
    'plain user': () => world.user(),
    'consumer member': () => holder(app, 'PROJECT.MEMBER', 'project', own.project),
    'consumer admin': () => holder(app, 'PROJECT.ADMIN', 'project', own.project),
    'consumer owner': () => world.owner(own.consumer),
    'provider owner': async () => own.owner,
    'provider manager': () => holder(app, 'CUSTOMER.MANAGER', 'service_provider', own.provider),
    'offering manager': () => holder(app, 'OFFERING.MANAGER', 'offering', own.offering),
    'owner of another provider': async () => other.owner,
    support: () => world.user({ is_support: true }),
    staff: () => world.staff(),
  }
  return makers[name]()
}

export const makeCallers = async (app: TestApp, markets: Markets): Promise<ByCaller<Caller>> => {
  const entries: [CallerName, Caller][] = []
  for (const name of CALLERS) entries.push([name, await makeCaller(app, name, markets)])
  return Object.fromEntries(entries) as ByCaller<Caller>
}
