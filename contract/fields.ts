import { z } from 'zod'
import { jsonTypeName } from './json-type.ts'
import { canonicalUuid, parseTimestamp } from './values.ts'

// Fields of request bodies, with the messages that clients of the original know.

const REQUIRED = 'This field is required.'
const NOT_NULL = 'This field may not be null.'

const typeError =
  (invalid: string) =>
  (issue: { input?: unknown }): string => {
    if (issue.input === undefined) return REQUIRED
    return issue.input === null ? NOT_NULL : invalid
  }

/** Numbers are taken as their text, as form bodies send them. */
const textOfNumber = (value: unknown): unknown => (typeof value === 'number' ? String(value) : value)

interface TextOptions {
  max?: number
  blank?: boolean
  trim?: boolean
  /** Control characters are refused. */
  printable?: boolean
}

/** Text without NUL, white space at its ends removed. */
export const textField = ({ max, blank = true, trim = true, printable = false }: TextOptions = {}) => {
  const text = z.string({ error: typeError('Not a valid string.') })
  const base = (trim ? text.trim() : text)
    .refine((value) => !value.includes('\0'), { error: 'Null characters are not allowed.' })
    // eslint-disable-next-line no-control-regex -- control characters are what is refused
    .refine((value) => !printable || !/[\u0001-\u001f\u007f]/.test(value), {
      error: 'Control characters are not allowed.',
    })
    .refine((value) => blank || value !== '', { error: 'This field may not be blank.' })
    .refine((value) => max === undefined || [...value].length <= max, {
      error: `Ensure this field has no more than ${String(max)} characters.`,
    })
  return z.preprocess(textOfNumber, base).meta({
    type: 'string',
    ...(max === undefined ? {} : { maxLength: max }),
    ...(blank ? {} : { minLength: 1 }),
  })
}

/** An absolute URL of the web; unlike a link it may lead anywhere. */
export const urlField = () =>
  textField()
    .refine((value) => value !== '', { error: 'This field may not be blank.', abort: true })
    .refine((value) => /^https?:\/\/\S+$/i.test(value) && URL.canParse(value), { error: 'Enter a valid URL.' })
    .meta({ format: 'uri' })

/** Where something is reached, by whatever protocol; nothing that a browser would run. */
export const addressField = () =>
  textField({ max: 255, blank: false })
    .refine((value) => !/^(javascript|vbscript|data):/i.test(value.replace(/\s/g, '')), { error: 'Enter a valid URL.' })
    .meta({ type: 'string', maxLength: 255, minLength: 1 })

/** An absolute URL of the web, or the empty text. */
export const webAddressField = ({ max = 200 }: { max?: number } = {}) =>
  textField({ max })
    .refine((value) => value === '' || (/^https?:\/\/\S+$/i.test(value) && URL.canParse(value)), {
      error: 'Enter a valid URL.',
    })
    .meta({ type: 'string', format: 'uri', maxLength: max })

/** The part of an object's name that is fit for URLs; empty, where that is allowed, asks for a generated one. */
export const slugField = ({ blank = true }: { blank?: boolean } = {}) =>
  textField({ max: 50, blank })
    .refine((value) => /^[-a-zA-Z0-9_]*$/.test(value), {
      error: 'Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.',
    })
    .meta({ type: 'string', maxLength: 50, pattern: '^[-a-zA-Z0-9_]+$', ...(blank ? {} : { minLength: 1 }) })

/** A name of the time zone database in its usual spelling; offsets are none. */
const isTimeZone = (value: string): boolean => {
  if (!/^[A-Z][^/]*(\/[A-Z][^/]*)*$/.test(value)) return false
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions()
    return timeZone === value || timeZone.toLowerCase() !== value.toLowerCase()
  } catch {
    return false
  }
}

export const timeZoneField = () =>
  textField()
    .refine((value) => value !== '', { error: 'This field may not be blank.', abort: true })
    // C-090
    .refine(isTimeZone, { error: 'A valid timezone is required.' })
    .meta({ minLength: 1 })

const TRUE = new Set(['true', 't', 'yes', 'y', 'on', '1'])
const FALSE = new Set(['false', 'f', 'no', 'n', 'off', '0', '0.0'])

const boolOfText = (value: unknown): unknown => {
  if (typeof value !== 'string' && typeof value !== 'number') return value
  const word = String(value).trim().toLowerCase()
  if (TRUE.has(word)) return true
  return FALSE.has(word) ? false : value
}

export const boolField = () =>
  z.preprocess(boolOfText, z.boolean({ error: typeError('Must be a valid boolean.') })).meta({ type: 'boolean' })

/** A UUID in any usual form; read as lower case with hyphens. */
export const uuidField = () =>
  z
    .unknown()
    .transform((value, context) => {
      const uuid = typeof value === 'string' ? canonicalUuid(value) : undefined
      if (uuid !== undefined) return uuid
      context.addIssue({ code: 'custom', message: typeError('Must be a valid UUID.')({ input: value }) })
      return z.NEVER
    })
    .meta({ type: 'string', format: 'uuid' })

const DATETIME_FORMAT =
  'Datetime has wrong format. Use one of these formats instead: YYYY-MM-DD, ' +
  'YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].'

/** An instant, read as UTC text; null and absence stay apart. */
export const nullableTimeField = () =>
  z
    .unknown()
    .transform((value, context) => {
      if (value === undefined || value === null) return value
      const instant = typeof value === 'string' ? parseTimestamp(value.trim()) : undefined
      if (instant !== undefined) return instant
      context.addIssue({ code: 'custom', message: DATETIME_FORMAT })
      return z.NEVER
    })
    .optional()
    .meta({ type: ['string', 'null'], format: 'date-time' })

/** An instant, read as UTC text. */
export const timeField = () =>
  z
    .unknown()
    .transform((value, context) => {
      const instant = typeof value === 'string' ? parseTimestamp(value.trim()) : undefined
      if (instant !== undefined) return instant
      context.addIssue({ code: 'custom', message: typeError(DATETIME_FORMAT)({ input: value }) })
      return z.NEVER
    })
    .meta({ type: 'string', format: 'date-time' })

/** A link to an object, as its URL. What it points at is looked up later. */
export const linkField = () =>
  z
    .unknown()
    .transform((value, context) => {
      if (typeof value === 'string' && value.trim() !== '') return value.trim()
      const message =
        typeof value === 'string' ? NOT_NULL : `Incorrect type. Expected URL string, received ${jsonTypeName(value)}.`
      context.addIssue({ code: 'custom', message: typeError(message)({ input: value }) })
      return z.NEVER
    })
    .meta({ type: 'string', format: 'uri' })

/** A field that is documented as required, but taken with any value and without. */
export const ignoredField = (meta: Record<string, unknown>) =>
  z.preprocess(() => null, z.null()).meta({ type: 'string', ...meta })

export const ignoredLinkField = () => ignoredField({ format: 'uri' })

/** As ignoredLinkField, for a UUID. */
export const ignoredUuidField = () => z.preprocess(() => null, z.null()).meta({ type: 'string', format: 'uuid' })

/** A file of a multipart body. */
export interface UploadedFile {
  filename: string
  content: Uint8Array
}

/** No JSON value passes for a file: it cannot hold bytes. */
export const isUploadedFile = (value: unknown): value is UploadedFile =>
  typeof value === 'object' && value !== null && 'content' in value && value.content instanceof Uint8Array

/** A file, or null (also the empty text, which is how a form clears it). */
export const fileField = () =>
  z
    .unknown()
    .transform((value, context) => {
      if (value === undefined || value === null || isUploadedFile(value)) return value
      if (value === '') return null
      context.addIssue({
        code: 'custom',
        message: 'The submitted data was not a file. Check the encoding type on the form.',
      })
      return z.NEVER
    })
    .optional()
    .meta({ type: ['string', 'null'], format: 'binary' })

/** A non-empty list of UUIDs. */
export const uuidsField = () =>
  z
    .array(uuidField(), { error: typeError('Expected a list of items.') })
    .min(1, { error: 'This list may not be empty.' })
