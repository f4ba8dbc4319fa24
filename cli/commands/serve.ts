import { Command } from 'commander'
import { generateDemo } from '../../demo/generate.ts'
import { loadPreset } from '../../importer/load.ts'
import { formatReport } from '../../importer/report.ts'
import { readConfig, tokenLifetime, type Config } from '../../server/config.ts'
import type { Database } from '../../server/db/database.ts'
import type { SecretKeys } from '../../server/lib/secrets.ts'
import { createLogger } from '../../server/logger.ts'
import { STAFF_USERNAME } from '../../server/first-start.ts'
import { startServer, type RunningServer } from '../../server/start.ts'
import { CommandError } from '../with-database.ts'

const fillWithDemo = async (database: Database, secrets: SecretKeys, config: Config): Promise<void> => {
  const report = await loadPreset(database, secrets, generateDemo(), { tokenLifetime: tokenLifetime(config) })
  if (!report.committed) throw new CommandError(`The demo data could not be loaded.\n${formatReport(report)}`)
}

/** What a newcomer needs, on standard error, so that standard output stays one JSON object a line. */
const welcome = ({ url, staffToken }: RunningServer, hasDemo: boolean): string => {
  const lines = ['', `Purveyor is ready at ${url}  (documentation: ${url}/docs/)`, '']
  if (staffToken === undefined) {
    lines.push('Log in with a token:  npx purveyor token USERNAME')
  } else {
    lines.push(
      `The staff user "${STAFF_USERNAME}" was made and got this token, shown only now:`,
      '',
      `    ${staffToken}`,
      '',
      'Try it:',
      '',
      `    curl -H "Authorization: Token ${staffToken}" ${url}/api/marketplace-service-providers/`,
      '',
      'A token for another user, or a new one:  npx purveyor token USERNAME',
    )
    if (hasDemo) lines.push('Demo users are sample-owner, sample-manager, sample-member and sample-support.')
  }
  return [...lines, '', ''].join('\n')
}

/**
 * Resolves at the first SIGTERM, SIGINT or, as the terminal is closed, SIGHUP; the second does not wait for open requests. Installed before anything is
 * started: the default handling would leave the embedded database behind.
 */
const stopSignal = (): Promise<void> =>
  new Promise((resolve) => {
    let asked = false
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (asked) process.exit(1)
        asked = true
        resolve()
      })
    }
  })

export const serveCommand = new Command('serve').description('serve the API').action(async () => {
  const stopped = stopSignal()
  const config = readConfig(process.env)
  const logger = createLogger(config.LOG_LEVEL)
  let hasDemo = false
  const fill = async (database: Database, secrets: SecretKeys): Promise<void> => {
    logger.info('loading demo data')
    await fillWithDemo(database, secrets, config)
    hasDemo = true
  }
  const server = await startServer(config, logger, { fill })
  process.stderr.write(welcome(server, hasDemo))
  logger.info({ url: server.url }, 'ready')
  const reason = await Promise.race([stopped, server.databaseEnded])
  if (reason !== undefined) {
    logger.fatal({ detail: reason }, 'the embedded database ended')
    process.exitCode = 1
  }
  logger.info('stopping')
  setTimeout(() => {
    logger.error('open requests did not end in time')
    process.exit(1)
  }, config.SHUTDOWN_TIMEOUT_SECONDS * 1_000).unref()
  await server.stop()
  logger.info('stopped')
})
