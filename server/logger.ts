import { pino, type Logger as PinoLogger } from 'pino'

export type Logger = PinoLogger

/** Structured logs on standard output. Headers and bodies are never logged; errors lose their statement parameters. */
export const createLogger = (level: string): Logger =>
  pino({
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['*.authorization', '*.password', '*.token', '*.api_secret_code', 'authorization', 'password', 'token'],
    serializers: { err: describeError },
  })

/** PostgreSQL puts values into `detail` and `where`; only what names the problem is kept. */
const describeError = (error: unknown): Record<string, unknown> => {
  if (!(error instanceof Error)) return { message: 'not an error' }
  const { code, constraint, table } = error as { code?: unknown; constraint?: unknown; table?: unknown }
  return { type: error.name, message: error.message, stack: error.stack, code, constraint, table }
}
