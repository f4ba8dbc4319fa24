import { Command, InvalidArgumentError } from 'commander'
import { sql } from '../../server/db/sql.ts'
import { issueToken } from '../../server/modules/auth/index.ts'
import { CommandError, print, withDatabase } from '../with-database.ts'

const DEFAULT_LIFETIME_SECONDS = 30 * 24 * 3_600

const seconds = (text: string): number => {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 60 || value > 2_147_483_647) {
    throw new InvalidArgumentError('Give 60 to 2147483647 whole seconds.')
  }
  return value
}

interface Flags {
  lifetime: number
  name: string
}

export const tokenCommand = new Command('token')
  .description('make a new token for a user and print it; other tokens of the user stay valid')
  .argument('<username>')
  .option('--lifetime <seconds>', 'seconds without use after which it expires', seconds, DEFAULT_LIFETIME_SECONDS)
  .option('--name <name>', 'what the token is for', 'command line')
  .action(async (username: string, { lifetime, name }: Flags) => {
    await withDatabase(async ({ database, secrets }) => {
      const token = await database.transaction(async (transaction) => {
        const user = await transaction.maybeOne<{ id: string; is_active: boolean }>(sql`
          select id, is_active from app_user where username = ${username}
        `)
        if (!user) throw new CommandError(`There is no user named ${username}.`)
        if (!user.is_active) throw new CommandError(`The user ${username} is not active.`)
        return issueToken({ db: transaction, secrets }, user.id, name.slice(0, 150), lifetime)
      })
      print(token)
    })
  })
