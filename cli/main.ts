import { Command } from 'commander'
import { packageVersion } from '../server/lib/package.ts'
import { configCommand } from './commands/config.ts'
import { doctorCommand } from './commands/doctor.ts'
import { loadCommand } from './commands/load.ts'
import { migrateCommand } from './commands/migrate.ts'
import { openapiCommand } from './commands/openapi.ts'
import { reconcileCommand } from './commands/reconcile.ts'
import { rotateSecretsCommand } from './commands/rotate-secrets.ts'
import { serveCommand } from './commands/serve.ts'
import { tokenCommand } from './commands/token.ts'
import { explain } from './explain.ts'

const program = new Command('purveyor')
  .description('Back office for service providers on a cloud and HPC marketplace')
  .version(packageVersion())
  .showHelpAfterError()

for (const command of [
  serveCommand,
  loadCommand,
  tokenCommand,
  migrateCommand,
  reconcileCommand,
  doctorCommand,
  openapiCommand,
  configCommand,
  rotateSecretsCommand,
]) {
  program.addCommand(command.copyInheritedSettings(program))
}

// A reader such as `head` that has seen enough is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

try {
  await program.parseAsync()
} catch (error) {
  process.stderr.write(`${explain(error)}\n`)
  process.exitCode = 1
}
