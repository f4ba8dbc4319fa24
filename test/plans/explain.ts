import pg from 'pg'
import type { Database } from '../../server/db/database.ts'
import { PipeliningPool } from '../../server/db/pipelining-pool.ts'

/** What the lists send; members of an array hold neither commas nor quotes. */
type Value = string | number | null | Buffer | (string | number)[]

interface Statement {
  text: string
  values: Value[]
  name?: string
}

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Actual Rows': number
  'Shared Hit Blocks': number
  'Shared Read Blocks': number
  Plans?: Plan[]
}

export interface Explained {
  /** Blocks that the statement touched, wherever they were. */
  blocks: number
  /** Tables that it read from end to end. */
  scanned: string[]
}

const literal = (value: Value): string => {
  if (value === null) return 'null'
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Buffer.isBuffer(value)) return `'\\x${value.toString('hex')}'`
  return pg.escapeLiteral(Array.isArray(value) ? `{${value.join()}}` : value)
}

const scannedTables = (plan: Plan): string[] => [
  ...(plan['Node Type'] === 'Seq Scan' && plan['Relation Name'] !== undefined ? [plan['Relation Name']] : []),
  ...(plan.Plans ?? []).flatMap(scannedTables),
]

interface Sent {
  pool: pg.Pool
  statement: Statement
}

/** Runs `work` and returns the statements it sent on any pool. */
export const sentStatements = async (database: Database, work: () => Promise<void>): Promise<Sent[]> => {
  const sent: Sent[] = []
  const restore: (() => void)[] = []
  for (const pool of database.pools) {
    const method = pool instanceof PipeliningPool ? 'send' : 'query'
    const send = (Reflect.get(pool, method) as (statement: Statement, ...callback: unknown[]) => unknown).bind(pool)
    Object.assign(pool, {
      [method]: (statement: Statement, ...callback: unknown[]) => {
        sent.push({ pool, statement })
        return send(statement, ...callback)
      },
    })
    restore.push(() => Reflect.deleteProperty(pool, method))
  }
  try {
    await work()
  } finally {
    for (const undo of restore) undo()
  }
  return sent
}

/** As `sentStatements`, explained as they are planned there. */
export const explainStatements = async (database: Database, work: () => Promise<void>): Promise<Explained[]> => {
  const explained: Explained[] = []
  for (const { pool, statement } of await sentStatements(database, work)) explained.push(await explain(pool, statement))
  return explained
}

const explain = async (pool: pg.Pool, { text, values }: Statement): Promise<Explained> => {
  const client = await pool.connect()
  try {
    await client.query(`prepare explained as ${text}`)
    const call = values.length > 0 ? `explained (${values.map(literal).join(', ')})` : 'explained'
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
      `explain (analyze, buffers, timing off, format json) execute ${call}`,
    )
    const plan = rows[0]!['QUERY PLAN'][0].Plan
    return { blocks: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'], scanned: scannedTables(plan) }
  } finally {
    await client.query('deallocate explained').catch(() => undefined)
    client.release()
  }
}
