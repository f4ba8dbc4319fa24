// Measures every list, report and write path against two floors, and what grows with the data. Ratios carry over to
// other machines, absolute figures do not. `npm run bench -- --help`
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import type { Database } from '../server/db/database.ts'
import { startEmbeddedPostgres } from '../server/db/embedded/index.ts'
import { sql } from '../server/db/sql.ts'
import { StatementLens, type Cost } from './blocks.ts'
import { cases, WALKED, type Case } from './cases.ts'
import { dropCopy, freshCopy, openDatabase } from './dataset.ts'
import { lookUpFacts } from './facts.ts'
import { LoadGenerator } from './load/index.ts'
import { Measurement, requestOf, type Target } from './measure.ts'
import { MeasuredServer } from './measured/index.ts'
import { HELP, OptionError, readOptions, type BenchOptions } from './options.ts'
import { reportOf } from './report.ts'
import { problemsOf, type Results, type Row } from './results.ts'
import { shapeOf, type ProviderSlug } from './rows/shape.ts'
import { measureSoak } from './soak.ts'
import { measureStartUp } from './start-up.ts'
import { walkList, type Walk } from './walk.ts'
import { measureWriteGates } from './write-gates.ts'
import { measureWrites } from './writes.ts'

const ROOT = join(import.meta.dirname, '..')
const TYPICAL = 'provider-1'

/** Progress with the seconds since the start, apart from the report. */
const log = (line: string): void => {
  process.stderr.write(`${(performance.now() / 1_000).toFixed(0).padStart(5)}  ${line}\n`)
}

/** Measured data is kept in `data/bench`, where PostgreSQL's account can reach it. */
const startDatabases = async (): Promise<{ url: string; stop: () => Promise<void> }> => {
  const directory = join(ROOT, 'data', 'bench')
  for (const path of [join(ROOT, 'data'), directory]) {
    mkdirSync(path, { recursive: true })
    if (process.geteuid?.() === 0) chmodSync(path, 0o711)
  }
  const settings = { shared_buffers: '2GB', max_wal_size: '8GB', max_connections: '200' }
  return startEmbeddedPostgres({ dataDir: directory, database: 'postgres', settings })
}

interface Opened extends Target {
  url: string
}

const open = async (serverUrl: string, options: BenchOptions, resources: number): Promise<Opened> => {
  const { shape, seed } = options
  const url = await freshCopy(serverUrl, shapeOf(shape, resources), seed, log)
  const database = openDatabase(url, 4)
  const facts = new Map(
    await Promise.all(options.providers.map(async (slug) => [slug, await lookUpFacts(database, slug)] as const)),
  )
  const [server, keeping] = await Promise.all([MeasuredServer.start(url), MeasuredServer.start(url, 'keeps-answers')])
  return { resources, url, database, facts, server, keeping }
}

/** Explaining takes longer than answering. */
const LONGEST_STATEMENT_MILLISECONDS = 40_000

const costsOf = async (
  targets: readonly Opened[],
  wanted: readonly Case[],
): Promise<Map<string, Map<number, Cost>>> => {
  const costs = new Map<string, Map<number, Cost>>()
  for (const target of targets) {
    const database = openDatabase(target.url, 2, LONGEST_STATEMENT_MILLISECONDS)
    const lens = await StatementLens.on(database)
    for (const one of wanted) {
      log(`Blocks at ${String(target.resources)}: ${one.operation}, ${one.variant}`)
      for (const [slug, facts] of target.facts) {
        const request = await requestOf(target, facts, { ...one, again: undefined })
        if (!request) continue
        const key = `${one.operation}|${one.variant}|${slug}`
        const bySize = costs.get(key) ?? new Map<number, Cost>()
        const anew = one.method === 'HEAD' || one.whileWritten === true
        const cost = await lens.costOf(request, facts.token, anew)
        if (cost) costs.set(key, bySize.set(target.resources, cost))
      }
    }
    await lens.close()
    await database.close()
  }
  return costs
}

const measureReads = async (targets: readonly Opened[], generator: LoadGenerator, options: BenchOptions) => {
  const wanted = cases.filter(({ operation, variant }) => options.only?.test(`${operation}, ${variant}`) ?? true)
  const costs = await costsOf(targets, wanted)
  const measurement = new Measurement(generator, targets, options)
  for (let repeat = 1; repeat <= options.repeats; repeat++) {
    for (const one of wanted) {
      log(`Repeat ${String(repeat)}: ${one.operation}, ${one.variant}`)
      await measurement.repeat(one, options.providers, TYPICAL)
    }
  }
  const rows: Row[] = wanted.flatMap((one) =>
    options.providers.map((slug) => ({
      one,
      slug,
      figures: measurement.figuresOf(one, slug),
      costs: costs.get(`${one.operation}|${one.variant}|${slug}`) ?? new Map<number, Cost>(),
    })),
  )
  return { rows, floors: measurement.floors() }
}

const measureWalks = async (targets: readonly Opened[], options: BenchOptions): Promise<Results['walks']> => {
  const walks: Results['walks'] = []
  const walk = async (operation: string, slug: ProviderSlug) => {
    log(`Walk: ${operation}, ${slug}`)
    const measured = await walkList(targets, slug, operation, options.repeats).catch((error: unknown) => {
      log(String(error))
      return new Map<number, Walk>()
    })
    walks.push({ operation, slug, walks: measured })
  }
  for (const operation of WALKED) if (options.only?.test(operation) ?? true) await walk(operation, TYPICAL)
  if (options.providers.includes('provider-20')) await walk('projects', 'provider-20')
  return walks
}

const machineOf = async (database: Database): Promise<Results['machine']> => {
  const { version } = await database.one<{ version: string }>(sql`select current_setting('server_version') as version`)
  return {
    processors: availableParallelism(),
    memory: totalmem() / 2 ** 30,
    node: process.versions.node,
    postgres: version.split(' ')[0] ?? version,
  }
}

const measureAll = async (serverUrl: string, options: BenchOptions, command: string): Promise<Results> => {
  const generator = new LoadGenerator()
  const targets: Opened[] = []
  try {
    for (const resources of options.resources) targets.push(await open(serverUrl, options, resources))
    const [first, last] = [targets[0], targets.at(-1)]
    const facts = last?.facts.get(TYPICAL)
    if (!first || !last || !facts) throw new Error('Nothing to measure')
    const reads = await measureReads(targets, generator, options)
    const walks = await measureWalks(targets, options)
    log('Soak')
    const soak = await measureSoak(generator, last.url, facts, {
      seconds: options.soakSeconds,
      connections: options.connections,
    })
    log('Start-up')
    const startUp = await measureStartUp(options.quick ? 1 : options.repeats)
    log('Writes')
    const writes = await measureWrites(generator, last.database, last, facts, { ...options, count: options.writes })
    const gates = await measureWriteGates(first.url, options)
    return { options, command, machine: await machineOf(first.database), ...reads, walks, soak, startUp, writes, gates }
  } finally {
    generator.stop()
    for (const { server, keeping, database, url } of targets) {
      server.stop()
      keeping.stop()
      await database.close()
      await dropCopy(serverUrl, url)
    }
  }
}

/** The command as it is typed. */
const commandOf = (args: readonly string[]): string => {
  const quoted = args.map((text) => (/^[\w.,=/-]+$/.test(text) ? text : `'${text}'`))
  return ['npm run bench', ...(args.length > 0 ? ['--'] : []), ...quoted].join(' ')
}

const BEGIN = '<!-- measured: written by npm run bench -->'
const END = '<!-- /measured -->'

/** Puts the report between the marks of a document. */
const write = async (file: string, report: string): Promise<void> => {
  const text = readFileSync(file, 'utf8')
  const [before, rest] = text.split(BEGIN)
  const after = rest?.split(END)[1]
  if (before === undefined || after === undefined) throw new OptionError(`${file} lacks the marks ${BEGIN} and ${END}`)
  const config = await resolveConfig(file)
  writeFileSync(
    file,
    await format(`${before}${BEGIN}\n\n${report}\n\n${END}${after}`, { ...config, parser: 'markdown' }),
  )
}

const run = async (args: readonly string[]): Promise<void> => {
  const options = readOptions(args)
  if (options === 'help') {
    process.stdout.write(HELP)
    return
  }
  // Start-up and soak measure the built product.
  execFileSync(process.execPath, [join(ROOT, 'scripts', 'build.js')], { stdio: ['ignore', 'ignore', 'inherit'] })
  const databases = options.url === undefined ? await startDatabases() : { url: options.url, stop: async () => {} }
  try {
    const results = await measureAll(databases.url, options, commandOf(args))
    const report = reportOf(results)
    process.stdout.write(`${report}\n`)
    if (options.output !== undefined) await write(options.output, report)
    const problems = problemsOf(results)
    for (const problem of problems) log(`WRONG: ${problem}`)
    log(`${String(results.rows.length)} rows measured, ${String(problems.length)} problems`)
    if (problems.length > 0) process.exitCode = 1
  } finally {
    await databases.stop()
  }
}

// The default handling would leave the database behind.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

try {
  await run(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof OptionError)) throw error
  log(error.message)
  process.exitCode = 2
}
