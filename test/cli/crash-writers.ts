import type { Database } from '../../server/db/database.ts'
import { sql } from '../../server/db/sql.ts'
import { World } from '../harness/index.ts'
import { uuid } from '../importer/fixture-ids.ts'
import { call } from './process.ts'

// Clients that write until the server is gone and know what it acknowledged.

export const STAFF_TOKEN = 'crash00000000000000000000000000000token1'
const PROVIDERS = '/api/marketplace-service-providers/'
const DESCRIBED = [1, 2]
const WITH_TEAM = [3, 4]
const CANDIDATES = 40
const REGISTERED_FROM = 5
const REGISTERED_TO = 1_200

/** Organizations of which the first four are providers, and users for the teams of two of them. */
export const crashPreset = () => {
  const numbers = Array.from({ length: REGISTERED_TO }, (_, index) => index + 1)
  return {
    users: [
      { uuid: uuid(1), username: 'crash-staff', is_staff: true, token_lifetime: -1 },
      ...WITH_TEAM.flatMap((number) =>
        candidates(number).map((member) => ({ uuid: member, username: `crash-${member}` })),
      ),
    ],
    auth_tokens: [{ key: STAFF_TOKEN, user_uuid: uuid(1), user_username: 'crash-staff' }],
    customers: numbers.map((number) => ({ uuid: uuid(2, number), name: `Sample ${String(number)}` })),
    service_providers: [...DESCRIBED, ...WITH_TEAM].map((number) => ({
      uuid: uuid(3, number),
      customer_uuid: uuid(2, number),
    })),
    categories: [{ uuid: uuid(5), title: 'Sample category' }],
    offerings: [
      {
        uuid: uuid(6),
        name: 'Sample offering',
        customer_uuid: uuid(2, 1),
        category_uuid: uuid(5),
        state: 2,
        shared: true,
      },
    ],
  }
}

const candidates = (provider: number): string[] =>
  Array.from({ length: CANDIDATES }, (_, index) => uuid(100 + provider, index + 1))

/** One value on the server: what was acknowledged last and what was sent after that. */
interface Cell {
  acknowledged?: string
  sent?: string
}

/** Everything the server said it had stored. */
export class Ledger {
  readonly cells = new Map<string, Cell>()
  readonly registered: string[] = []
  readonly resources: string[] = []
  /** Answers other than success. */
  readonly refusals: string[] = []
  writes = 0

  cell(name: string): Cell {
    const cell = this.cells.get(name) ?? {}
    this.cells.set(name, cell)
    return cell
  }
}

let sequence = 0
let nextCustomer = REGISTERED_FROM

/** Runs a writer until a request of its fails, which is how the end of the server shows. */
const repeat = async (step: () => Promise<void>): Promise<void> => {
  try {
    for (;;) await step()
  } catch {
    return
  }
}

const send = async (ledger: Ledger, url: string, body: unknown, method = 'POST') => {
  const answer = await call(url, { token: STAFF_TOKEN, body, method })
  if (answer.status >= 400) ledger.refusals.push(`${method} ${url}: ${JSON.stringify(answer)}`)
  ledger.writes += 1
  return answer
}

const describe = (ledger: Ledger, base: string, number: number): Promise<void> =>
  repeat(async () => {
    const cell = ledger.cell(uuid(3, number))
    cell.sent = `text ${String(++sequence)}`
    await send(ledger, `${base}${uuid(3, number)}/`, { description: cell.sent }, 'PATCH')
    cell.acknowledged = cell.sent
  })

/** Adds users to a team and moves the expiry of those in it. */
const changeTeam = (ledger: Ledger, base: string, number: number): Promise<void> =>
  repeat(async () => {
    const user = candidates(number)[++sequence % CANDIDATES] ?? ''
    const cell = ledger.cell(user)
    const action = cell.sent === undefined ? 'add_user' : 'update_user'
    // Whether an unanswered `add_user` was stored is not known; it is not asked for again.
    if (action === 'update_user' && cell.acknowledged === undefined) return
    cell.sent = new Date(Date.UTC(2090, 0, 1, 0, 0, sequence)).toISOString().replace('.000Z', 'Z')
    const body = { user, role: 'CUSTOMER.MANAGER', expiration_time: cell.sent }
    await send(ledger, `${base}${uuid(3, number)}/${action}/`, body)
    cell.acknowledged = cell.sent
  })

const register = (ledger: Ledger, base: string): Promise<void> =>
  repeat(async () => {
    const customer = `${new URL(base).origin}/api/customers/${uuid(2, nextCustomer++)}/`
    const { body } = await send(ledger, base, { customer })
    ledger.registered.push((body as { uuid: string }).uuid)
  })

/** Writes that change roll-ups, past HTTP and through the same transactions. */
const consume = async (ledger: Ledger, database: Database): Promise<void> => {
  const world = new World(database)
  await repeat(async () => {
    const offering = await database.one<{ id: string }>(sql`select id from offering`)
    const { resource } = await world.consumer(offering)
    ledger.resources.push(resource.hex)
    ledger.writes += 1
  })
}

/** Writes from several clients at once; resolves when all of them have lost the server. */
export const writeUntilLost = async (ledger: Ledger, origin: string, database: Database): Promise<void> => {
  const base = origin + PROVIDERS
  await Promise.all([
    ...DESCRIBED.map((number) => describe(ledger, base, number)),
    ...WITH_TEAM.map((number) => changeTeam(ledger, base, number)),
    register(ledger, base),
    consume(ledger, database),
  ])
}

type Row = Record<string, string>

const listAll = async (url: string): Promise<Row[]> => {
  const rows: Row[] = []
  for (let page = 1; ; page++) {
    const { status, body } = await call(`${url}?page_size=100&page=${String(page)}`, { token: STAFF_TOKEN })
    // There is no page after a last one that is full.
    if (status === 404 && page > 1) return rows
    if (status !== 200) throw new Error(`${url} answers ${String(status)}: ${JSON.stringify(body)}`)
    rows.push(...(body as Row[]))
    if ((body as Row[]).length < 100) return rows
  }
}

/** Acknowledged writes that are not there. The latest value of a cell may also be the one sent after it. */
export const lostWrites = async (ledger: Ledger, origin: string, database: Database): Promise<string[]> => {
  const base = origin + PROVIDERS
  const providers = await listAll(base)
  const stored = new Map(providers.map(({ uuid: provider = '', description }) => [provider, description]))
  for (const number of WITH_TEAM) {
    for (const grant of await listAll(`${base}${uuid(3, number)}/list_users/`)) {
      stored.set(grant.user_uuid ?? '', grant.expiration_time)
    }
  }
  const resources = await database.rows<{ hex: string }>(sql`select replace(uuid::text, '-', '') as hex from resource`)
  const consumed = new Set(resources.map(({ hex }) => hex))
  const lost = [
    ...ledger.registered.filter((provider) => !stored.has(provider)),
    ...ledger.resources.filter((resource) => !consumed.has(resource)),
  ]
  for (const [name, cell] of ledger.cells) {
    const value = stored.get(name)
    const isKept = value === cell.acknowledged || value === cell.sent || cell.acknowledged === undefined
    if (!isKept) lost.push(`${name}: ${String(value)} instead of ${String(cell.acknowledged)} or ${String(cell.sent)}`)
    if (value !== undefined && value !== '') cell.acknowledged = value
  }
  return lost
}
