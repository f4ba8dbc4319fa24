import { Command } from 'commander'
import { rebuildRollups, reconcile } from '../../server/rollup/reconcile.ts'
import { print, withDatabase } from '../with-database.ts'

interface Flags {
  fix?: boolean
  json?: boolean
}

export const reconcileCommand = new Command('reconcile')
  .description("recompute the providers' roll-ups and report differences; exits with 1 when there are any")
  .option('--fix', 'write the roll-ups anew')
  .option('--json', 'report as JSON')
  .action(async ({ fix, json }: Flags) => {
    await withDatabase(async ({ database }) => {
      const differences = await reconcile(database)
      if (json) {
        print(JSON.stringify(differences))
      } else {
        for (const { table, expected, stored } of differences) {
          print(`${table}: expected ${JSON.stringify(expected)}, stored ${JSON.stringify(stored)}`)
        }
        print(`${String(differences.length)} differences.`)
      }
      if (fix) await rebuildRollups(database)
      const left = fix ? (await reconcile(database)).length : differences.length
      if (left > 0) process.exitCode = 1
    })
  })
