import { z } from 'zod'
import { compareDecimals, ExactNumber, plainDecimal, type Decimal } from './decimals.ts'
import { textField } from './fields.ts'
import { jsonTypeName } from './json-type.ts'
import { parseDate } from './values.ts'

// Fields of request bodies that are not text: numbers, dates, choices, objects, lists. Messages as in fields.ts.

const REQUIRED = 'This field is required.'
const NOT_NULL = 'This field may not be null.'

/** A field that reads any value by `read`, which returns a message in an object when the value will not do. */
const field = <T>(read: (value: unknown) => T | { problem: string }, meta: Record<string, unknown>) =>
  z
    .unknown()
    .transform((value, context): T => {
      const result = value === undefined ? { problem: REQUIRED } : value === null ? { problem: NOT_NULL } : read(value)
      if (typeof result !== 'object' || result === null || !('problem' in result)) return result
      context.addIssue({ code: 'custom', message: result.problem })
      return z.NEVER
    })
    .meta(meta)

const numberText = (value: unknown): string | undefined => {
  if (value instanceof ExactNumber) return value.text
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? value.trim() : undefined
}

interface Range {
  min?: number
  max?: number
}

const MAX_INTEGER_DIGITS = 15

/** A whole number, also as text or with a zero fraction. */
export const integerField = ({ min, max }: Range = {}) =>
  field<number>(
    (value) => {
      const text = numberText(value)
      const match = text === undefined ? null : /^([+-]?\d+)(?:\.0*)?$/.exec(text)
      if (!match) return { problem: 'A valid integer is required.' }
      if ((match[1] ?? '').replace(/^[+-]?0*/, '').length > MAX_INTEGER_DIGITS) {
        return { problem: 'A valid integer is required.' }
      }
      const number = Number(match[1])
      if (max !== undefined && number > max) {
        return { problem: `Ensure this value is less than or equal to ${String(max)}.` }
      }
      if (min !== undefined && number < min) {
        return { problem: `Ensure this value is greater than or equal to ${String(min)}.` }
      }
      return number
    },
    {
      type: 'integer',
      ...(min === undefined ? {} : { minimum: min }),
      ...(max === undefined ? {} : { maximum: max }),
    },
  )

interface DecimalOptions {
  /** Digits in all. */
  digits: number
  /** Digits after the point. */
  places: number
  min?: string
  max?: string
  /** How OpenAPI shows it. */
  meta?: Record<string, unknown>
}

/** An exact decimal, sent as number or text, read as text in plain notation. */
export const decimalField = ({ digits, places, min, max, meta }: DecimalOptions) =>
  field<Decimal>(
    (value) => {
      const text = numberText(value)
      const plain = text === undefined ? undefined : plainDecimal(text)
      if (plain === undefined) return { problem: 'A valid number is required.' }
      const [whole = '', fraction = ''] = plain.replace('-', '').split('.')
      const significantWhole = whole.replace(/^0+/, '').length
      if (significantWhole + fraction.length > digits) {
        return { problem: `Ensure that there are no more than ${String(digits)} digits in total.` }
      }
      if (fraction.length > places) {
        return { problem: `Ensure that there are no more than ${String(places)} decimal places.` }
      }
      if (significantWhole > digits - places) {
        return {
          problem: `Ensure that there are no more than ${String(digits - places)} digits before the decimal point.`,
        }
      }
      if (max !== undefined && compareDecimals(plain, max) > 0) {
        return { problem: `Ensure this value is less than or equal to ${max}.` }
      }
      if (min !== undefined && compareDecimals(plain, min) < 0) {
        return { problem: `Ensure this value is greater than or equal to ${min}.` }
      }
      return plain as Decimal
    },
    meta ?? { type: 'string', format: 'decimal' },
  )

/** Any finite number, as a coordinate is. Not for amounts. */
export const floatField = ({ min, max }: Range = {}) =>
  field<number>(
    (value) => {
      const text = numberText(value)
      const number = text === undefined || text === '' ? Number.NaN : Number(text)
      if (!Number.isFinite(number)) return { problem: 'A valid number is required.' }
      if (max !== undefined && number > max) {
        return { problem: `Ensure this value is less than or equal to ${String(max)}.` }
      }
      if (min !== undefined && number < min) {
        return { problem: `Ensure this value is greater than or equal to ${String(min)}.` }
      }
      return number
    },
    { type: 'number', format: 'double' },
  )

/** A calendar date as `YYYY-MM-DD`. */
export const dateField = () =>
  field<string>(
    (value) => {
      const date = typeof value === 'string' ? parseDate(value.trim()) : undefined
      return date ?? { problem: 'Date has wrong format. Use one of these formats instead: YYYY-MM-DD.' }
    },
    { type: 'string', format: 'date' },
  )

const reference = (component: string) => ({ $ref: `#/components/schemas/${component}` })

/** One of the values, exactly; `components` are the names of those that list them in OpenAPI. */
export const choiceField = <const T extends string>(choices: readonly T[], ...components: string[]) =>
  field<T>(
    (value) => {
      const choice = choices.find((candidate) => candidate === value)
      if (choice !== undefined) return choice
      const shown = typeof value === 'string' ? value : (numberText(value) ?? jsonTypeName(value))
      return { problem: `"${shown}" is not a valid choice.` }
    },
    components.length > 1
      ? { oneOf: components.map(reference) }
      : (components.map(reference)[0] ?? { type: 'string', enum: [...choices] }),
  )

/** One of the whole numbers, also as text; `component` is the name of what lists them in OpenAPI. */
export const numberChoiceField = <const T extends number>(choices: readonly T[], component?: string) =>
  field<T>(
    (value) => {
      const choice = choices.find((candidate) => String(candidate) === numberText(value))
      return choice ?? { problem: `"${numberText(value) ?? jsonTypeName(value)}" is not a valid choice.` }
    },
    component === undefined ? { type: 'integer', enum: [...choices] } : reference(component),
  )

const MAX_EMAIL = 320
const EMAIL = /^[^\s@<>(),:;"[\]\\]+@[^\s@.<>(),:;"[\]\\]+(?:\.[^\s@.<>(),:;"[\]\\]+)+$/

/** A mail address; `blank` admits the empty text. */
export const emailField = ({ blank = false, max = MAX_EMAIL }: { blank?: boolean; max?: number } = {}) =>
  textField({ blank, max })
    .refine((value) => value === '' || EMAIL.test(value), { error: 'Enter a valid email address.' })
    .meta({ type: 'string', format: 'email', maxLength: max })

/** Plain JSON of a value that may hold exact numbers, ready to be stored: those are written by their text. */
export const jsonText = (value: unknown): string => {
  if (value instanceof ExactNumber) return value.text
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => `${JSON.stringify(key)}:${jsonText(inner)}`)
      .join(',')}}`
  }
  return JSON.stringify(value ?? null)
}

/** Forms carry JSON as text. */
const jsonOfText = (value: unknown): unknown => {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value) as unknown
  } catch {
    return value
  }
}

const hasNull = (value: unknown): boolean => jsonText(value).includes('\\u0000')

/** A JSON object; store it with `jsonText`. */
export const dictField = (message = 'Dictionary is expected.') =>
  field<Record<string, unknown>>(
    (given) => {
      const value = jsonOfText(given)
      if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof ExactNumber) {
        return { problem: message }
      }
      if (hasNull(value)) return { problem: 'Null characters are not allowed.' }
      return value as Record<string, unknown>
    },
    { type: 'object', additionalProperties: {} },
  )

/** Any JSON value; store it with `jsonText`. Null is a value here. */
export const jsonField = () =>
  z
    .unknown()
    .transform((value, context) => {
      if (value === undefined || !hasNull(value)) return value
      context.addIssue({ code: 'custom', message: 'Null characters are not allowed.' })
      return z.NEVER
    })
    .meta({})

/** A JSON object whose values all take one form, such as prices by component type. Problems name the key. */
export const mapField = <T extends z.ZodType>(values: T) =>
  z.preprocess(
    jsonOfText,
    z.record(z.string(), values, {
      error: (issue) =>
        issue.input === undefined
          ? REQUIRED
          : issue.input === null
            ? NOT_NULL
            : `Expected a dictionary of items but got type "${jsonTypeName(issue.input)}".`,
    }),
  )

/** A list of items; `nonempty` refuses the empty one. */
export const listField = <T extends z.ZodType>(item: T, { nonempty = false }: { nonempty?: boolean } = {}) =>
  z.preprocess(
    jsonOfText,
    z
      .array(item, {
        error: (issue) =>
          issue.input === undefined
            ? REQUIRED
            : issue.input === null
              ? NOT_NULL
              : `Expected a list of items but got type "${jsonTypeName(issue.input)}".`,
      })
      .min(nonempty ? 1 : 0, { error: 'This list may not be empty.' }),
  )

/** A list of texts, documented as any JSON. */
export const textsField = () => {
  const list = listField(textField({ max: 255 }))
  return z
    .unknown()
    .transform((value, context): string[] => {
      const parsed = list.safeParse(value)
      if (parsed.success) return parsed.data
      for (const { message } of parsed.error.issues) context.addIssue({ code: 'custom', message })
      return z.NEVER
    })
    .meta({})
}

/** The field, or null (in forms the empty text); absence stays apart from null. */
export const nullable = <T extends z.ZodType>(inner: T) => {
  const meta = z.globalRegistry.get(inner) ?? {}
  return z
    .unknown()
    .transform((value, context): z.output<T> | null => {
      if (value === null || value === '') return null
      const parsed = inner.safeParse(value)
      if (parsed.success) return parsed.data
      for (const { message, path } of parsed.error.issues) context.addIssue({ code: 'custom', message, path })
      return z.NEVER
    })
    .meta(orNull(meta))
}

const orNull = (meta: Record<string, unknown>): Record<string, unknown> => {
  const NULL = { type: 'null' }
  if ('type' in meta) return { ...meta, type: [meta.type, 'null'] }
  if (Array.isArray(meta.oneOf)) return { oneOf: [...(meta.oneOf as unknown[]), NULL] }
  return '$ref' in meta ? { oneOf: [meta, NULL] } : meta
}
