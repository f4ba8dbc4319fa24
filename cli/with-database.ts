import { readConfig, type Config } from '../server/config.ts'
import { connectForCommand } from '../server/connect.ts'
import type { Database } from '../server/db/database.ts'
import { migrate } from '../server/db/migrate.ts'
import type { SecretKeys } from '../server/lib/secrets.ts'
import { openSecretKeys } from '../server/secret-keys.ts'

/** A failure that needs no stack: its message says all. */
export class CommandError extends Error {}

interface Tools {
  config: Config
  database: Database
  secrets: SecretKeys
}

/** Runs `work` on the migrated database of the configuration and closes it again, a running server's included. */
export const withDatabase = async (work: (tools: Tools) => Promise<void>): Promise<void> => {
  const config = readConfig(process.env)
  const connection = await connectForCommand(config)
  try {
    await migrate(connection.database.pool)
    const secrets = await openSecretKeys(config, connection.database)
    await work({ config, database: connection.database, secrets })
  } finally {
    await connection.close()
  }
}

export const print = (text: string): void => {
  process.stdout.write(`${text}\n`)
}
