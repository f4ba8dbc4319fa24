// The measured process: the application as it is, plus two floors. F0 returns the bytes of an answer from memory, F1 runs
// one trivial prepared statement. It listens on this machine only, tells its port and ends with its parent.
import { pino } from 'pino'
import { readConfig } from '../../server/config.ts'
import { Database } from '../../server/db/database.ts'
import { sql } from '../../server/db/sql.ts'
import { buildApp } from '../../server/http/app.ts'
import { createMetrics } from '../../server/http/metrics.ts'
import { BENCH_SECRETS, UNCACHED } from './settings.ts'

const [url = '', keeps = ''] = process.argv.slice(2)
const config = readConfig({ ...(keeps === 'keeps-answers' ? {} : UNCACHED), LOG_LEVEL: 'silent' })
const database = new Database({
  url,
  poolSize: config.POOL_SIZE,
  statementTimeoutMilliseconds: config.STATEMENT_TIMEOUT_SECONDS * 1_000,
  preparedStatements: config.PREPARED_STATEMENTS,
})
const app = await buildApp({
  config,
  database,
  secrets: BENCH_SECRETS,
  logger: pino({ level: config.LOG_LEVEL }),
  metrics: createMetrics(database),
  isReady: () => true,
})

let page = Buffer.from('[]')
app.get('/floor/memory', (_request, reply) => reply.type('application/json').send(page))
app.get('/floor/statement', async (_request, reply) => {
  const row = await database.one<{ one: number }>(sql`select 1 as one`, { prepare: true })
  return reply.type('application/json').send(JSON.stringify(row))
})
await app.listen({ host: '127.0.0.1', port: 0 })

process.on('message', (body: string) => {
  page = Buffer.from(body)
  process.send?.('stored')
})
process.on('disconnect', () => {
  process.exit()
})
const address = app.addresses()[0]
process.send?.(typeof address === 'object' ? address.port : address)
