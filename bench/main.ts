// Measures every list against two floors in the same run, interleaved, and prints a Markdown table. Ratios carry over
// to other machines, absolute figures do not. `npm run bench -- [resources] [seconds] [repeats]`
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Database } from '../server/db/database.ts'
import { startEmbeddedPostgres } from '../server/db/embedded/index.ts'
import { migrate } from '../server/db/migrate.ts'
import { issueToken } from '../server/modules/auth/index.ts'
import { fill, marketplaceShape, ownerOf } from './generate.ts'
import { BENCH_SECRETS } from './secrets.ts'

const [resources = 100_000, seconds = 2, repeats = 3] = process.argv.slice(2).map(Number)
const CONNECTIONS = 32

/** Positions of the measured providers, by their share of all resources. */
const PROVIDERS = { '20 %': 1, '1 %': 2, '0.4 %': 3, '0.05 %': 4 } as const

const PATHS = [
  'projects/',
  'projects/?page_size=100',
  'projects/?page=last',
  'projects/?name=abc',
  'projects/?o=-created',
  'customers/',
  'customers/?page_size=100',
  'users/',
  'users/?page_size=100',
  'users/?query=user1',
  'keys/',
  'project_permissions/',
  'offerings/',
  'stat/',
  'revenue/',
] as const

interface Measured {
  perSecond: number
  p50: number
  p99: number
  failures: number
}

const run = promisify(execFile)
const tsx = (script: string, ...args: string[]) => ['--import', 'tsx', join(import.meta.dirname, script), ...args]

const measure = async (port: string, token: string, path: string): Promise<Measured> => {
  const args = tsx('load.ts', port, String(seconds), String(CONNECTIONS), token, path)
  const { stdout } = await run(process.execPath, args)
  return JSON.parse(stdout) as Measured
}

const startServer = async (url: string, page: string): Promise<{ child: ChildProcess; port: string }> => {
  const child = spawn(process.execPath, tsx('server.ts', url, Buffer.from(page).toString('base64')), {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const port = await new Promise<string>((resolve) =>
    child.stdout.once('data', (chunk: Buffer) => resolve(String(chunk).trim())),
  )
  return { child, port }
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const directory = join('data', `bench-${resources}`)
mkdirSync(directory, { recursive: true, mode: 0o711 })
chmodSync(directory, 0o711)
const server = await startEmbeddedPostgres({
  dataDir: directory,
  settings: { shared_buffers: '2GB', max_wal_size: '8GB' },
})
const database = new Database({
  url: server.url,
  poolSize: 4,
  statementTimeoutMilliseconds: 3_600_000,
  preparedStatements: true,
})
await migrate(database.pool)
if (server.firstStart) await fill(database, marketplaceShape(resources))

const page = JSON.stringify(
  Array.from({ length: 10 }, (_, index) => ({ uuid: 'f'.repeat(32), name: 'x'.repeat(420), index })),
)
const { child, port } = await startServer(server.url, page)
process.stdout.write(`${resources} resources, ${CONNECTIONS} connections, ${repeats} × ${seconds} s, medians\n\n`)
process.stdout.write(
  '| Provider | Request | per second | p50 ms | p99 ms | of F0 | of F1 |\n| --- | --- | --: | --: | --: | --: | --: |\n',
)
for (const [share, position] of Object.entries(PROVIDERS)) {
  const { userId, providerUuid } = await ownerOf(database, position)
  const token = await issueToken({ db: database, secrets: BENCH_SECRETS }, userId, 'bench', 86_400)
  for (const path of PATHS) {
    const floors: Measured[][] = [[], []]
    const figures: Measured[] = []
    for (let repeat = 0; repeat < repeats; repeat++) {
      floors[0]?.push(await measure(port, token, '/floor/memory'))
      floors[1]?.push(await measure(port, token, '/floor/statement'))
      figures.push(await measure(port, token, `/api/marketplace-service-providers/${providerUuid}/${path}`))
    }
    const of = (rows: Measured[] | undefined, key: keyof Measured) => median((rows ?? []).map((row) => row[key]))
    const rate = of(figures, 'perSecond')
    const ratios = floors.map((floor) => (rate / of(floor, 'perSecond')).toFixed(3))
    const failed = figures.reduce((sum, { failures }) => sum + failures, 0)
    const note = failed === 0 ? '' : ` (${failed} failed)`
    process.stdout.write(
      `| ${share} | \`${path}\`${note} | ${rate.toFixed(0)} | ${of(figures, 'p50').toFixed(1)} | ${of(figures, 'p99').toFixed(1)} | ${ratios.join(' | ')} |\n`,
    )
  }
}
child.kill('SIGTERM')
await database.close()
await server.stop()
