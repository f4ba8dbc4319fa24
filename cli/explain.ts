import { PresetFormatError } from '../importer/load.ts'
import { ConfigError } from '../server/config.ts'
import { EmbeddedPostgresError } from '../server/db/embedded/index.ts'
import { MigrationChecksumError, SchemaTooNewError } from '../server/db/migrate.ts'
import { CommandError } from './with-database.ts'

const EXPECTED = [
  CommandError,
  ConfigError,
  EmbeddedPostgresError,
  MigrationChecksumError,
  PresetFormatError,
  SchemaTooNewError,
]

/** What the person at the terminal needs: a sentence for what may happen, a stack for what may not. */
export const explain = (error: unknown): string => {
  if (!(error instanceof Error)) return `Failed: ${String(error)}`
  if (EXPECTED.some((kind) => error instanceof kind)) return error.message
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') return 'The address is in use by another process. Set PORT or HOST.'
  if (code === 'ECONNREFUSED') return 'The database refuses connections. Check DATABASE_URL.'
  return error.stack ?? error.message
}
