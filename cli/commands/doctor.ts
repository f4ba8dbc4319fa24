import { Command } from 'commander'
import { ConfigError, readConfig, type Config } from '../../server/config.ts'
import { connectForCommand } from '../../server/connect.ts'
import type { Database } from '../../server/db/database.ts'
import { describeSchema } from '../../server/db/describe-schema.ts'
import { schemaState } from '../../server/db/migrate.ts'
import { sql } from '../../server/db/sql.ts'
import { committedSchema } from '../../server/db/committed-schema.ts'
import { jobStates } from '../../server/jobs/job-runs.ts'
import { hasLeader } from '../../server/jobs/lease.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { openSecretKeys } from '../../server/secret-keys.ts'
import { print } from '../with-database.ts'

interface Finding {
  check: string
  ok: boolean
  detail: string
}

const MINIMUM_VERSION = 150_000

const checkVersion = async (database: Database): Promise<Finding> => {
  const { number, text } = await database.one<{ number: string; text: string }>(sql`
    select current_setting('server_version_num') as number, current_setting('server_version') as text
  `)
  return { check: 'PostgreSQL', ok: Number(number) >= MINIMUM_VERSION, detail: `version ${text}, 15 or newer needed` }
}

const checkMigrations = async (database: Database): Promise<Finding> => {
  const { version, missing, unknown, changed } = await schemaState(database.pool)
  const problems = [
    ...missing.map((name) => `${name} is not applied`),
    ...unknown.map((name) => `${name} is not known to this program`),
    ...changed.map((name) => `${name} differs from what was applied`),
  ]
  return {
    check: 'migrations',
    ok: problems.length === 0,
    detail: problems.length === 0 ? `version ${String(version)}` : problems.join('; '),
  }
}

/** The lines of a dump, each with its table: the same column of another table is another line. */
const linesWithTable = (dump: string): Set<string> =>
  new Set(
    dump.split('\n\n').flatMap((block) => {
      const [heading = '', ...lines] = block.split('\n')
      const table = heading.replace(/^create table (\w+) \($/, '$1')
      return [heading, ...lines.map((line) => `${table}: ${line.trim().replace(/,$/, '')}`)]
    }),
  )

const checkSchema = async (database: Database): Promise<Finding> => {
  const { sql: actual } = await describeSchema(database.pool)
  const [present, expected] = [linesWithTable(actual), linesWithTable(committedSchema())]
  const missing = [...expected].filter((line) => !present.has(line))
  const surplus = [...present].filter((line) => !expected.has(line))
  const ok = missing.length === 0 && surplus.length === 0
  const detail = ok ? 'as the code expects' : `missing: ${missing.join(' | ')}; unexpected: ${surplus.join(' | ')}`
  return { check: 'schema', ok, detail: detail.slice(0, 2_000) }
}

const checkSecrets = async (database: Database, config: Config): Promise<Finding> => {
  try {
    await openSecretKeys(config, database)
    return { check: 'secret keys', ok: true, detail: 'fit the database' }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return { check: 'secret keys', ok: false, detail: error.message }
  }
}

const checkRollups = async (database: Database): Promise<Finding> => {
  const { length } = await reconcile(database)
  return { check: 'roll-ups', ok: length === 0, detail: `${String(length)} differences` }
}

const checkExpiry = async (database: Database): Promise<Finding> => {
  const { overdue } = await database.one<{ overdue: string }>(sql`
    select count(*) as overdue from user_role where is_active and expiration_time < now() - interval '2 minutes'
  `)
  return {
    check: 'expired grants',
    ok: overdue === '0',
    detail: overdue === '0' ? 'all closed' : `${overdue} not closed yet; is a server running?`,
  }
}

/** A job may be this late before it is worth a word: a takeover, and a run that takes its time. */
const TOLERATED_SECONDS = 60

const ago = (now: number, seconds: number | null): string =>
  seconds === null ? 'never' : `${String(Math.round(now - seconds))} s ago`

/** Each job: whether its last run went well, and, while some process runs the jobs, whether it is on time. */
const checkJobs = async (database: Database): Promise<Finding[]> => {
  const isRun = await hasLeader(database)
  const now = Date.now() / 1_000
  return (await jobStates(database)).map((job) => {
    const isLate = isRun && job.lateness > TOLERATED_SECONDS
    const parts = [
      `last run ${ago(now, job.last_started)}`,
      `last success ${ago(now, job.last_success)}`,
      `every ${String(job.every_seconds)} s`,
      ...(isRun ? [`${String(Math.round(job.lateness))} s late`] : ['no server runs the jobs now']),
      ...(job.last_error === '' ? [] : [`failed: ${job.last_error}`]),
    ]
    return { check: `job ${job.name}`, ok: !isLate && job.last_error === '', detail: parts.join(', ') }
  })
}

export const doctorCommand = new Command('doctor')
  .description('compare database, code and configuration; exits with 1 when something is wrong')
  .option('--json', 'report as JSON')
  .action(async ({ json }: { json?: boolean }) => {
    const config = readConfig(process.env)
    const findings: Finding[] = [{ check: 'configuration', ok: true, detail: 'valid' }]
    const connection = await connectForCommand(config)
    try {
      const { database } = connection
      findings.push(await checkVersion(database), await checkMigrations(database))
      if (findings.every(({ ok }) => ok)) {
        findings.push(await checkSchema(database), await checkSecrets(database, config))
        findings.push(await checkRollups(database), await checkExpiry(database))
        findings.push(...(await checkJobs(database)))
      }
    } finally {
      await connection.close()
    }
    if (json) print(JSON.stringify(findings))
    else for (const { check, ok, detail } of findings) print(`${ok ? 'ok     ' : 'WRONG  '}${check}: ${detail}`)
    if (findings.some(({ ok }) => !ok)) process.exitCode = 1
  })
