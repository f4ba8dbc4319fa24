import { Command } from 'commander'
import { printableConfig, readConfig, settingHelp, settingNames } from '../../server/config.ts'
import { parseKeys } from '../../server/secret-keys.ts'
import { print } from '../with-database.ts'

export const configCommand = new Command('config').description('look at the configuration')

configCommand
  .command('print')
  .description('print all settings, secrets hidden')
  .option('--json', 'as JSON')
  .action(({ json }: { json?: boolean }) => {
    const settings = printableConfig(readConfig(process.env))
    if (json) {
      print(JSON.stringify(settings, null, 2))
      return
    }
    for (const name of settingNames) print(`${name}=${JSON.stringify(settings[name])}  # ${settingHelp(name)}`)
  })

configCommand
  .command('check')
  .description('exit with 1 when a setting is wrong')
  .action(() => {
    const { SECRET_KEYS } = readConfig(process.env)
    if (SECRET_KEYS.length > 0) parseKeys(SECRET_KEYS, 'SECRET_KEYS')
    print('The configuration is valid.')
  })
