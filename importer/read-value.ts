import { canonicalUuid, parseDate, parseTimestamp } from '../contract/values.ts'
import type { Column } from './columns.ts'
import type { Allowed } from './section.ts'

/** A value as JSON that PostgreSQL reads into the column, or what is wrong with it. */
export type Reading = { value: unknown } | { problem: string }

const MAX_DEPTH = 100

const INTEGERS = {
  smallint: [-32_768n, 32_767n],
  integer: [-2_147_483_648n, 2_147_483_647n],
  bigint: [-9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n],
} as const

/** Why PostgreSQL could not store the text; undefined when it can. */
const textProblem = (text: string): string | undefined => {
  if (text.includes('\0')) return 'contains a NUL character'
  return /\p{Surrogate}/u.test(text) ? 'contains half a surrogate pair' : undefined
}

/** The value if it is a text, otherwise ''. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Any text up to a number of characters. */
export const readText = (value: unknown, maxLength?: number): { value: string } | { problem: string } => {
  if (typeof value !== 'string') return { problem: 'must be a text' }
  const problem = textProblem(value)
  if (problem) return { problem }
  if (maxLength !== undefined && value.length > maxLength && [...value].length > maxLength) {
    return { problem: `is longer than ${maxLength} characters` }
  }
  return { value }
}

const readInteger = (value: unknown, [min, max]: readonly [bigint, bigint]): Reading => {
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string' || !/^-?\d{1,19}$/.test(text)) return { problem: 'must be a whole number' }
  return BigInt(text) < min || BigInt(text) > max ? { problem: `must be between ${min} and ${max}` } : { value: text }
}

const DECIMAL = /^[+-]?(\d+(?:\.\d*)?|\.\d+)(?:e([+-]?\d{1,3}))?$/i

const readDecimal = (value: unknown, { precision = 1000, scale = 0 }: Column): Reading => {
  const text = typeof value === 'number' ? String(value) : value
  const match = typeof text === 'string' ? DECIMAL.exec(text) : null
  if (!match) return { problem: 'must be a number' }
  const whole = (match[1] ?? '').split('.')[0]?.replace(/^0+/, '').length ?? 0
  if (whole + Number(match[2] ?? 0) <= precision - scale) return { value: text }
  return { problem: `has more than ${precision - scale} digits before the point` }
}

const readFloat = (value: unknown): Reading => {
  const number = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? { value: number } : { problem: 'must be a number' }
}

/** Dates may come with a time, which is dropped after the conversion to UTC. */
const readDate = (value: unknown): Reading => {
  const date = typeof value === 'string' ? (parseDate(value) ?? parseTimestamp(value)?.slice(0, 10)) : undefined
  return date === undefined ? { problem: 'must be a date in the form YYYY-MM-DD' } : { value: date }
}

const readTimestamp = (value: unknown): Reading => {
  const instant = typeof value === 'string' ? parseTimestamp(value) : undefined
  return instant === undefined ? { problem: 'must be a time in the form of ISO 8601' } : { value: instant }
}

export const readUuid = (value: unknown): { value: string } | { problem: string } => {
  const uuid = typeof value === 'string' ? canonicalUuid(value) : undefined
  return uuid === undefined ? { problem: 'must be a uuid' } : { value: uuid }
}

const jsonProblem = (value: unknown, depth = 0): string | undefined => {
  if (typeof value === 'string') return textProblem(value)
  if (typeof value !== 'object' || value === null) return undefined
  if (depth > MAX_DEPTH) return `is nested more than ${MAX_DEPTH} levels deep`
  for (const [key, item] of Object.entries(value)) {
    const problem = textProblem(key) ?? jsonProblem(item, depth + 1)
    if (problem) return problem
  }
  return undefined
}

/** The default of a JSON column tells whether it holds lists or objects. */
const readJson = (value: unknown, column: Column, anyKind: boolean): Reading => {
  if (!anyKind && column.default?.startsWith("'[]'") && !Array.isArray(value)) return { problem: 'must be a list' }
  if (!anyKind && column.default?.startsWith("'{}'") && (typeof value !== 'object' || Array.isArray(value))) {
    return { problem: 'must be an object' }
  }
  const problem = jsonProblem(value)
  return problem ? { problem } : { value }
}

const readByType = (value: unknown, column: Column, anyJson: boolean): Reading => {
  switch (column.type) {
    case 'character varying':
    case 'text':
      return readText(value, column.maxLength)
    case 'boolean':
      return typeof value === 'boolean' ? { value } : { problem: 'must be true or false' }
    case 'smallint':
    case 'integer':
    case 'bigint':
      return readInteger(value, INTEGERS[column.type])
    case 'numeric':
      return readDecimal(value, column)
    case 'double precision':
      return readFloat(value)
    case 'date':
      return readDate(value)
    case 'timestamp with time zone':
      return readTimestamp(value)
    case 'uuid':
      return readUuid(value)
    case 'jsonb':
      return readJson(value, column, anyJson)
    default:
      throw new Error(`Columns of the type ${column.type} are not imported`)
  }
}

const allowedProblem = (value: unknown, allowed: Allowed): string | undefined => {
  if (allowed instanceof RegExp) return allowed.test(String(value)) ? undefined : 'has not the form that is expected'
  if ('length' in allowed) {
    return allowed.some((item) => String(item) === String(value)) ? undefined : `must be one of ${allowed.join(', ')}`
  }
  const { min = -Infinity, max = Infinity } = allowed
  if (Number(value) >= min && Number(value) <= max) return undefined
  return max === Infinity ? `must not be less than ${min}` : `must be between ${min} and ${max}`
}

/**
 * Checks a value against type, length and allowed values of its column. An undefined `value` in the answer means that
 * the row says nothing: null where the column does not know null, and '' where a list or pattern does not have it.
 */
export const readValue = (value: unknown, column: Column, allowed?: Allowed, anyJson = false): Reading => {
  const isText = column.type === 'character varying' || column.type === 'text'
  const isEnumerated = allowed !== undefined && ('length' in allowed || allowed instanceof RegExp)
  const isEmpty = value === '' && isText && (column.nullable || isEnumerated)
  if (value === undefined) return { value: undefined }
  if (value === null || isEmpty) return { value: column.nullable ? null : undefined }
  const reading = readByType(value, column, anyJson)
  if ('problem' in reading || allowed === undefined) return reading
  const problem = allowedProblem(reading.value, allowed)
  return problem ? { problem } : reading
}
