import { z } from 'zod'

// Scalars of responses. Each checks the exact form on the wire and documents itself in OpenAPI; none transforms,
// so that a parsed response equals the response.

const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{6})?Z$/
const DATE = /^\d{4}-\d{2}-\d{2}$/
const HEX_UUID = /^[0-9a-f]{32}$/
const DECIMAL = /^-?\d{0,12}(?:\.\d{0,10})?$/

const form = (pattern: RegExp, what: string) =>
  z.string().refine((value) => pattern.test(value), { error: `is not ${what}` })

/** 32 lower-case hexadecimal digits, no hyphens. */
export const uuid = () => form(HEX_UUID, 'a plain UUID').meta({ format: 'uuid' })
/** UTC, six fraction digits or none. */
export const timestamp = () => form(TIMESTAMP, 'a UTC timestamp').meta({ format: 'date-time' })
export const date = () => form(DATE, 'a date').meta({ format: 'date' })
export const url = () => form(/^https?:\/\//, 'an absolute URL').meta({ format: 'uri' })
/** The address of a web page as somebody typed it; may be empty. */
export const webAddress = () => z.string().meta({ format: 'uri' })
/** An absolute URL, or the empty text. */
export const urlOrBlank = () => form(/^(?:https?:\/\/.*)?$/, 'an absolute URL').meta({ format: 'uri' })
export const email = () => z.string().meta({ format: 'email' })
/** Fixed-point decimal as text; money is never a JSON number. */
export const decimal = () => form(DECIMAL, 'a decimal').meta({ format: 'decimal', pattern: DECIMAL.source })
export const integer = () =>
  z.number().refine(Number.isInteger, { error: 'is not an integer' }).meta({ type: 'integer' })
export const double = () => z.number().meta({ format: 'double' })
export const text = () => z.string()
export const bool = () => z.boolean()
/** JSON as stored. */
export const anyJson = () => z.unknown()

/** The names that `field` may take: the keys of an object, as a component of their own; `inputs` are only written. */
export const fieldEnum = (object: z.ZodObject, id: string, inputs: readonly string[] = []) => {
  const names = [...Object.keys(object.shape), ...inputs].sort()
  return z.enum(names as [string, ...string[]]).meta({ id })
}

/** The values that `o` is documented with: every key, descending first. */
export const orderEnum = (keys: readonly string[], id: string) => {
  const ascending = [...keys].sort()
  return z.enum([...ascending.map((key) => `-${key}`), ...ascending] as [string, ...string[]]).meta({ id })
}
