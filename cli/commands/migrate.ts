import { Command } from 'commander'
import { readConfig } from '../../server/config.ts'
import { connectForCommand } from '../../server/connect.ts'
import { migrate } from '../../server/db/migrate.ts'
import { print } from '../with-database.ts'

export const migrateCommand = new Command('migrate')
  .description('bring the schema of the database up to date')
  .action(async () => {
    const connection = await connectForCommand(readConfig(process.env))
    try {
      const { applied, version, warning } = await migrate(connection.database.pool)
      if (warning !== undefined) process.stderr.write(`${warning}\n`)
      print(`Schema version ${String(version)}; ${String(applied.length)} migrations applied.`)
    } finally {
      await connection.close()
    }
  })
