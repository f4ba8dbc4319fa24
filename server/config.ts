import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'

// The only reader of the environment. Every setting is an environment variable; a YAML file named by
// PURVEYOR_CONFIG may hold the same names, the environment wins.

const flag = z.union([z.boolean(), z.string()]).transform((value, context) => {
  const word = String(value).trim().toLowerCase()
  if (['1', 'true', 'yes', 'on'].includes(word)) return true
  if (['0', 'false', 'no', 'off', ''].includes(word)) return false
  context.addIssue({ code: 'custom', message: 'must be 1 or 0' })
  return z.NEVER
})

/** An empty text is no 0. */
const whole = (minimum: number, maximum: number) =>
  z.preprocess((value) => (value === '' ? undefined : value), z.coerce.number().int().min(minimum).max(maximum))

const filled = () => z.string().min(1, 'must not be empty')

const words = z
  .union([z.array(z.string()), z.string()])
  .transform((value) => (Array.isArray(value) ? value : value.split(',')).map((word) => word.trim()).filter(Boolean))

/** As browsers name it; `*` and `null` would let anybody in. */
const isOrigin = (text: string): boolean => /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text

const settings = z.strictObject({
  HOST: filled().default('127.0.0.1').describe('address to listen on'),
  PORT: whole(0, 65_535).default(8000).describe('port to listen on; 0 picks a free one'),
  DATABASE_URL: z
    .string()
    .regex(/^(postgres(ql)?:\/\/.+)?$/, 'must begin with postgres://')
    .optional()
    .describe('PostgreSQL 15 or newer; without it the embedded one is used'),
  PURVEYOR_DATA: filled().default('data').describe('directory of the embedded database and the secret key'),
  PURVEYOR_DEMO: flag.default(true).describe('load demo data into an empty database'),
  PUBLIC_URL: z
    .string()
    .regex(/^https?:\/\/[^/]+$/, 'must be scheme and host without a path')
    .optional()
    .describe('base of the URLs in responses; without it the Host header counts'),
  TRUST_PROXY: flag.default(false).describe('honour X-Forwarded-For, -Proto and -Host'),
  CORS_ORIGINS: words
    .refine((origins) => origins.every(isOrigin), 'must be scheme and host, such as https://app.example')
    .default([])
    .describe('origins of browser applications that may send credentials'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('log level'),
  SECRET_KEYS: words
    .default([])
    .describe(
      'NUMBER:HEX keys (32 bytes) for tokens and secret codes, newest last; without it a file in PURVEYOR_DATA',
    ),
  POOL_SIZE: whole(1, 200)
    .default(Math.min(4 * availableParallelism(), 24))
    .describe('database connections, and half as many for lists; by default four per core, at most 24'),
  RESPONSE_CACHE_MB: whole(0, 4_096)
    .default(32)
    .describe('memory for answers that are sent again while nothing changes'),
  PREPARED_STATEMENTS: flag.default(true).describe('off behind a pooler in transaction mode'),
  STATEMENT_TIMEOUT_SECONDS: whole(1, 600).default(20).describe('longest database statement'),
  REQUEST_TIMEOUT_SECONDS: whole(1, 600).default(30).describe('longest time to receive a request'),
  SHUTDOWN_TIMEOUT_SECONDS: whole(1, 600).default(15).describe('longest wait for open requests on shutdown'),
  MAX_BODY_BYTES: whole(1_024, 1_073_741_824).default(1_048_576).describe('largest request body without a file'),
  MAX_IMAGE_BYTES: whole(1_024, 1_073_741_824).default(10_485_760).describe('largest image'),
  AUTHENTICATION_METHODS: words.default(['LOCAL_SIGNIN']).describe('LOCAL_SIGNIN enables log-in with a password'),
  TOKEN_LIFETIME: z
    .union([z.literal(''), whole(60, 2_147_483_647)])
    .default(3600)
    .describe('seconds without use after which a token expires, for new users; empty: never'),
  ANONYMOUS_USER_CAN_VIEW_OFFERINGS: flag.default(true).describe('anonymous callers may browse service providers'),
  ANONYMOUS_USER_CAN_VIEW_PLANS: flag.default(true).describe('anonymous callers may see plans of public offerings'),
  ENFORCE_USER_CONSENT_FOR_OFFERINGS: flag.default(false).describe('providers see consenting users only'),
  DEFAULT_OFFERING_USER_ATTRIBUTES: words
    .default(['username', 'full_name', 'email'])
    .describe('user attributes shown to providers unless an offering says otherwise'),
  OFFERINGS_SHOW_FIGURES_TO_ALL: flag.default(false).describe('show income and usage of offerings to every user'),
  OECD_FOS_2007_CODE_MANDATORY: flag.default(false).describe('new projects must name their field of science'),
  DEACTIVATE_USER_IF_NO_ROLES: flag
    .default(false)
    .describe('a user who lost his last role is deactivated within a minute'),
})

export type Config = z.output<typeof settings> & { PURVEYOR_DATA: string }

export class ConfigError extends Error {}

const SECRETS: readonly (keyof Config)[] = ['SECRET_KEYS', 'DATABASE_URL']

export const settingNames = Object.keys(settings.shape) as (keyof Config)[]

/** One line of help per setting. */
export const settingHelp = (name: keyof Config): string => settings.shape[name].description ?? ''

const fromFile = (path: string | undefined): Record<string, unknown> => {
  if (path === undefined) return {}
  let content: unknown
  try {
    content = parseYaml(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new ConfigError(`The configuration file ${path} cannot be read: ${(error as Error).message}`)
  }
  if (content === null) return {}
  if (typeof content !== 'object' || Array.isArray(content)) {
    throw new ConfigError(`The configuration file ${path} must hold names and values`)
  }
  return content as Record<string, unknown>
}

/** Defaults, then the file, then the environment; fails with all problems at once. */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const fromEnvironment = Object.fromEntries(
    settingNames.filter((name) => environment[name] !== undefined).map((name) => [name, environment[name]]),
  )
  const result = settings.safeParse({ ...fromFile(environment.PURVEYOR_CONFIG), ...fromEnvironment })
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join('.') || 'configuration'}: ${issue.message}`)
    throw new ConfigError(problems.join('\n'))
  }
  if (result.data.DATABASE_URL === '') delete result.data.DATABASE_URL
  return { ...result.data, PURVEYOR_DATA: resolve(result.data.PURVEYOR_DATA) }
}

/** The configuration for people to read, secrets hidden. */
export const printableConfig = (config: Config): Record<string, unknown> =>
  Object.fromEntries(
    settingNames.map((name) => {
      const value = config[name]
      const isSecret = SECRETS.includes(name) && value !== undefined && String(value) !== ''
      return [name, isSecret ? '(hidden)' : (value ?? null)]
    }),
  )

/** Seconds that tokens of new users last without being used; null for ever. */
export const tokenLifetime = ({ TOKEN_LIFETIME }: Pick<Config, 'TOKEN_LIFETIME'>): number | null =>
  TOKEN_LIFETIME === '' ? null : TOKEN_LIFETIME
