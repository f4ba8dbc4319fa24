import type { FastifyInstance } from 'fastify'
import type { Config } from './config.ts'
import { connect } from './connect.ts'
import { migrate } from './db/migrate.ts'
import { ensureSearchIndexes } from './db/search-indexes.ts'
import { createFirstStaff, isUnused } from './first-start.ts'
import { buildApp } from './http/app.ts'
import { createMetrics } from './http/metrics.ts'
import { jobsOf } from './jobs/jobs.ts'
import { startScheduler } from './jobs/scheduler.ts'
import type { Logger } from './logger.ts'
import { openSecretKeys } from './secret-keys.ts'
import type { Database } from './db/database.ts'
import type { SecretKeys } from './lib/secrets.ts'

export interface RunningServer {
  url: string
  /** Token of the staff user, when this start made one. */
  staffToken: string | undefined
  database: Database
  /** Drains and closes everything, in the reverse order of opening. */
  stop(): Promise<void>
  /** Resolves with how the embedded database ended, when it ended by itself and is down for good. */
  databaseEnded: Promise<string>
}

interface StartOptions {
  /** Fills a database that was empty before. */
  fill?: (database: Database, secrets: SecretKeys) => Promise<void>
}

/** Opens the database, migrates it, listens. What was opened is closed again when a later step fails. */
export const startServer = async (
  config: Config,
  logger: Logger,
  { fill }: StartOptions = {},
): Promise<RunningServer> => {
  const opened: (() => Promise<void>)[] = []
  const close = async () => {
    for (const release of opened.splice(0).reverse()) await release()
  }
  try {
    const connection = await connect(
      config,
      (line) => {
        logger.debug({ source: 'postgres' }, line)
      },
      (error) => {
        logger.warn({ err: error }, 'database connection lost')
      },
    )
    opened.push(() => connection.close())
    const { database } = connection
    const { applied, warning } = await migrate(database.pool)
    const slowness = await ensureSearchIndexes(database.pool)
    for (const text of [warning, slowness]) if (text !== undefined) logger.warn(text)
    if (applied.length > 0) logger.info({ migrations: applied.length }, 'schema migrated')
    const secrets = await openSecretKeys(config, database)
    // Before there is any user: a start that is killed in between is a first start again.
    if (config.PURVEYOR_DEMO && (await isUnused(database))) await fill?.(database, secrets)
    let ready = true
    const metrics = createMetrics(database)
    const app = await buildApp({ config, database, secrets, logger, metrics, isReady: () => ready })
    opened.push(() => app.close())
    await app.listen({ host: config.HOST, port: config.PORT })
    // His token is told once, so nothing may go wrong any more.
    const staffToken = await createFirstStaff(database, secrets, config)
    opened.push(startScheduler(jobsOf(config), database, logger))
    const databaseEnded = connection.keepRunning({
      crashed: (detail) => {
        logger.error({ detail }, 'the embedded database crashed and is started again')
      },
      failed: (error) => {
        logger.error({ err: error }, 'the embedded database did not start')
      },
      recovered: () => {
        logger.warn('the embedded database runs again')
      },
    })
    return {
      url: addressOf(app, config),
      staffToken,
      database,
      stop: async () => {
        ready = false
        await close()
      },
      databaseEnded,
    }
  } catch (error) {
    await close()
    throw error
  }
}

const addressOf = (app: FastifyInstance, config: Config): string => {
  const address = app.addresses().find((candidate) => typeof candidate !== 'string')
  const host = config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST
  return `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${String(address?.port ?? config.PORT)}`
}
