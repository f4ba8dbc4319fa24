import { Command } from 'commander'
import { readConfig } from '../../server/config.ts'
import { connectForCommand } from '../../server/connect.ts'
import { migrate } from '../../server/db/migrate.ts'
import { ensureSearchIndexes } from '../../server/db/search-indexes.ts'
import { print } from '../with-database.ts'

export const migrateCommand = new Command('migrate')
  .description('bring the schema of the database up to date')
  .action(async () => {
    const connection = await connectForCommand(readConfig(process.env))
    try {
      const { applied, version, warning } = await migrate(connection.database.pool)
      const slowness = await ensureSearchIndexes(connection.database.pool)
      for (const text of [warning, slowness]) if (text !== undefined) process.stderr.write(`${text}\n`)
      print(`Schema version ${String(version)}; ${String(applied.length)} migrations applied.`)
    } finally {
      await connection.close()
    }
  })
