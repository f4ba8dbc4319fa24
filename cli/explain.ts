import { PresetFormatError } from '../importer/types.ts'
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

// Refused connections, and PostgreSQL's codes for wrong credentials, an unknown database, too many connections, starting.
const REFUSED = new Set(['ECONNREFUSED', '28000', '28P01', '3D000', '53300', '57P03'])

/** What the person at the terminal needs: a sentence for what may happen, a stack for what may not. */
export const explain = (error: unknown): string => {
  if (!(error instanceof Error)) return `Failed: ${String(error)}`
  if (EXPECTED.some((kind) => error instanceof kind)) return error.message
  const { code = '', syscall, path } = error as NodeJS.ErrnoException
  // Node gives no message when every address of a name refuses.
  const reason = error.message || code
  if (syscall === 'listen') return `Purveyor cannot listen: ${reason}. Set PORT or HOST.`
  if (syscall === 'getaddrinfo') return `A name is not known: ${reason}. Check DATABASE_URL and HOST.`
  if (syscall === 'connect' || REFUSED.has(code)) return `The database cannot be used: ${reason}. Check DATABASE_URL.`
  if (path !== undefined) return `A file cannot be used: ${reason}.`
  return error.stack ?? error.message
}
