export type EmbeddedPostgresErrorCode =
  'unsupported-platform' | 'already-running' | 'no-account' | 'init-failed' | 'start-failed'

export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError'
  readonly code: EmbeddedPostgresErrorCode

  constructor(code: EmbeddedPostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

export const USE_OTHER_SERVER = 'or set DATABASE_URL to a PostgreSQL server, version 15 or later'

export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
}
