// The measured process: the application as it is, plus two floors. F0 returns a page from memory, F1 runs one trivial
// prepared statement. Prints its port when it is ready.
import { pino } from 'pino'
import { readConfig } from '../server/config.ts'
import { Database } from '../server/db/database.ts'
import { sql } from '../server/db/sql.ts'
import { buildApp } from '../server/http/app.ts'
import { createMetrics } from '../server/http/metrics.ts'
import { BENCH_SECRETS } from './secrets.ts'

const [url = '', page = ''] = process.argv.slice(2)
const config = readConfig({})
const database = new Database({ url, poolSize: 8, statementTimeoutMilliseconds: 60_000, preparedStatements: true })
const app = await buildApp({
  config,
  database,
  secrets: BENCH_SECRETS,
  logger: pino({ level: 'silent' }),
  metrics: createMetrics(database),
  isReady: () => true,
})
const fromMemory = Buffer.from(page, 'base64')
app.get('/floor/memory', (_request, reply) => reply.type('application/json').send(fromMemory))
app.get('/floor/statement', async (_request, reply) => {
  await database.one(sql`select 1 as one`, { prepare: true })
  return reply.type('application/json').send(fromMemory)
})
await app.listen({ host: '127.0.0.1', port: 0 })
const address = app.addresses()[0]
process.stdout.write(`${typeof address === 'string' ? address : String(address?.port)}\n`)
process.on('SIGTERM', () => {
  void app.close().then(() => database.close())
})
