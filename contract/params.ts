import { z } from 'zod'
import { canonicalUuid, parseDate, parseTimestamp, uuidOfUrl } from './values.ts'

// Query parameters. Every parameter arrives as all its occurrences; each kind below says what they mean.
// Kinds and messages: TEXT, UUID, UUID-CSV, BOOL, TIME, DATE-RANGE, CHOICE*, LOOSE*, URL of the list documentation.

export class ParamError extends Error {}

export type Occurrences = readonly string[]

export interface Documentation {
  schema: Record<string, unknown>
  explode?: boolean
  description?: string
  required?: boolean
  /** Key under which an error is reported, when it is not the parameter's own name. */
  errorKey?: string
}

const documentation = z.registry<Documentation>()

/** What OpenAPI says of a parameter made by this file. */
export const documentationOf = (schema: z.ZodType): Documentation => documentation.get(schema) ?? { schema: {} }

/** A parameter that `parse` reads from all its occurrences; it throws a ParamError for what will not do. */
export const param = <T>(parse: (values: Occurrences) => T | undefined, doc: Documentation) => {
  const schema = z
    .array(z.string())
    .optional()
    .transform((values, context): T | undefined => {
      if (values === undefined || values.length === 0) return undefined
      try {
        return parse(values)
      } catch (error) {
        if (!(error instanceof ParamError)) throw error
        context.addIssue({ code: 'custom', message: error.message, params: { key: doc.errorKey } })
        return z.NEVER
      }
    })
  documentation.add(schema, doc)
  return schema
}

/** The last occurrence counts; surrounding white space is dropped; an empty value is no value. */
const single = (values: Occurrences): string | undefined => {
  const value = (values.at(-1) ?? '').trim()
  if (value.includes('\0')) throw new ParamError('Null characters are not allowed.')
  return value === '' ? undefined : value
}

const parseSingle =
  <T>(parse: (value: string) => T | undefined, message: string) =>
  (values: Occurrences): T | undefined => {
    const value = single(values)
    if (value === undefined) return undefined
    const parsed = parse(value)
    if (parsed === undefined) throw new ParamError(message)
    return parsed
  }

export const textParam = (description?: string) => param(single, { schema: { type: 'string' }, description })

/** The last occurrence, untouched; an empty value is no value. */
export const rawParam = (schema: Record<string, unknown> = { type: 'string' }, required = false) =>
  param(
    (values) => {
      const value = values.at(-1)?.replaceAll('\0', '�')
      return value === '' ? undefined : value
    },
    { schema, required },
  )

/** A canonical UUID (lower case, hyphens). */
export const uuidParam = () =>
  param(parseSingle(canonicalUuid, 'Enter a valid UUID.'), { schema: { type: 'string', format: 'uuid' } })

/** A UUID without which there is nothing to answer; that it is missing is for the operation to say. */
export const requiredUuidParam = () =>
  param(parseSingle(canonicalUuid, 'Enter a valid UUID.'), {
    schema: { type: 'string', format: 'uuid' },
    required: true,
  })

/** Published as plain text, yet only a UUID makes sense. */
export const uuidTextParam = () =>
  param(parseSingle(canonicalUuid, 'Enter a valid UUID.'), { schema: { type: 'string' } })

/** Repeated or comma separated UUIDs; a value of commas only is the empty list, which matches nothing. */
export const uuidListParam = () =>
  param(
    (values) => {
      if (values.every((value) => value.trim() === '')) return undefined
      const members = values.flatMap((value) => value.split(',')).map((member) => member.trim())
      return members
        .filter((member) => member !== '')
        .map((member) => {
          const uuid = canonicalUuid(member)
          if (uuid === undefined) throw new ParamError('Enter a valid UUID.')
          return uuid
        })
    },
    { schema: { type: 'array', items: { type: 'string', format: 'uuid' } }, explode: false },
  )

/** Repeated UUIDs of existing objects in either form; a malformed one is an invalid choice. */
export const uuidChoiceParam = () =>
  param(
    (values) => {
      const given = values.filter((value) => value.trim() !== '')
      if (given.length === 0) return undefined
      return given.map((value) => {
        const uuid = canonicalUuid(value.trim())
        if (uuid === undefined) throw new ParamError(invalidChoice(value))
        return { given: value, uuid }
      })
    },
    { schema: { type: 'array', items: { type: 'string', format: 'uuid' } }, explode: true },
  )

/** Repeated UUIDs, OR; published as a single one. */
export const uuidsParam = () =>
  param(
    (values) => {
      const given = values.map((value) => value.trim()).filter((value) => value !== '')
      if (given.length === 0) return undefined
      return given.map((value) => {
        const uuid = canonicalUuid(value)
        if (uuid === undefined) throw new ParamError('Enter a valid UUID.')
        return uuid
      })
    },
    { schema: { type: 'string', format: 'uuid' } },
  )

/** true, false, 1, 0 in any case; anything else is no value, never an error. */
export const boolParam = (type: 'boolean' | 'string' = 'boolean') =>
  param(
    (values) => {
      const value = (values.at(-1) ?? '').trim().toLowerCase()
      if (value === 'true' || value === '1') return true
      if (value === 'false' || value === '0') return false
      return undefined
    },
    { schema: { type } },
  )

/** An instant as ISO text in UTC; a value without offset is UTC, a bare date is midnight. */
export const timeParam = () =>
  param(parseSingle(parseTimestamp, 'Enter a valid date/time.'), { schema: { type: 'string', format: 'date-time' } })

/** A month `YYYY-MM`, as its first day. */
export const yearMonthParam = () =>
  param(
    parseSingle((value) => parseDate(`${value}-01`), 'Enter a valid month in the format YYYY-MM.'),
    { schema: { type: 'string' } },
  )

/** A whole number; anything else is no value, never an error. */
export const wholeNumberParam = () =>
  param(
    (values) => {
      const value = (values.at(-1) ?? '').trim()
      return /^\d{1,9}$/.test(value) ? Number(value) : undefined
    },
    { schema: { type: 'integer' } },
  )

/** A number such as a month or a year. */
export const numberParam = () =>
  param(
    parseSingle((value) => (/^-?\d{1,9}$/.test(value) ? Number(value) : undefined), 'Enter a number.'),
    { schema: { type: 'number' } },
  )

/** A whole number, published as any number; anything else matches nothing. */
export const countParam = () =>
  param(
    (values) => {
      const value = single(values)
      if (value === undefined) return undefined
      return /^\d{1,9}(\.0*)?$/.test(value) ? Number(value) : -1
    },
    { schema: { type: 'number' } },
  )

/** Seconds since 1970 as text; fractions allowed. */
export const unixTimeParam = () =>
  param(
    parseSingle((value) => (/^-?\d{1,11}(\.\d{1,6})?$/.test(value) ? value : undefined), 'Enter a number.'),
    { schema: { type: 'number' } },
  )

/** One bound of a date range; errors are reported under the range's base name. */
export const dateBoundParam = (errorKey: string) =>
  param(parseSingle(parseDate, 'Enter a valid date.'), { schema: { type: 'string', format: 'date' }, errorKey })

export const invalidChoice = (value: string): string =>
  `Select a valid choice. ${value.replaceAll('\0', '�')} is not one of the available choices.`

/** Repeated labels, OR; every one must be among the choices. */
export const choicesParam = <const T extends string>(choices: readonly T[], ref?: string) =>
  param(
    (values) =>
      values.map((value) => {
        const choice = choices.find((candidate) => candidate === value)
        if (choice === undefined) throw new ParamError(invalidChoice(value))
        return choice
      }),
    {
      schema: {
        type: 'array',
        items: ref === undefined ? { type: 'string', enum: choices } : { $ref: `#/components/schemas/${ref}` },
      },
      explode: true,
    },
  )

/** One of the values; `ref` names the component that lists them. */
export const choiceParam = <const T extends string>(choices: readonly T[], ref: string) =>
  param(
    (values) => {
      const value = single(values)
      if (value === undefined) return undefined
      const choice = choices.find((candidate) => candidate === value)
      if (choice === undefined) throw new ParamError(invalidChoice(value))
      return choice
    },
    { schema: { $ref: `#/components/schemas/${ref}` } },
  )

/** One of the whole numbers; `ref` names the component that lists them. */
export const numberChoiceParam = <const T extends number>(choices: readonly T[], ref: string) =>
  param(
    (values) => {
      const value = single(values)
      if (value === undefined) return undefined
      const choice = choices.find((candidate) => String(candidate) === value)
      if (choice === undefined) throw new ParamError(invalidChoice(value))
      return choice
    },
    { schema: { $ref: `#/components/schemas/${ref}` } },
  )

/** Repeated values, OR, not validated; empty ones are dropped. */
export const looseParam = (items: Record<string, unknown> = { type: 'string' }, documented?: Documentation) =>
  param(
    (values) => {
      const given = values.filter((value) => value !== '' && !value.includes('\0'))
      return given.length === 0 && values.every((value) => value === '') ? undefined : given
    },
    documented ?? { schema: { type: 'array', items }, explode: true },
  )

/** Repeated role names; ignored when the last occurrence is empty. Published as one string. */
export const roleNamesParam = () =>
  param(
    (values) => (values.at(-1) === '' ? undefined : values.filter((value) => value !== '' && !value.includes('\0'))),
    { schema: { type: 'string' } },
  )

/** Comma separated members, trimmed, empty ones dropped; repeated occurrences are joined. */
export const csvParam = (documented: Documentation = { schema: { type: 'string' } }) =>
  param((values) => {
    if (values.every((value) => value.trim() === '')) return undefined
    if (values.some((value) => value.includes('\0'))) throw new ParamError('Null characters are not allowed.')
    const members = values.flatMap((value) => value.split(','))
    return members.map((member) => member.trim()).filter((member) => member !== '')
  }, documented)

/** The detail URL of one collection, by its path only: the UUID in it, or null when it points elsewhere. */
export const urlParam = (collection: string, schema: Record<string, unknown> = { type: 'string', format: 'uri' }) =>
  param(
    (values) => {
      const value = single(values)
      return value === undefined ? undefined : { uuid: uuidOfUrl(value, collection) ?? null }
    },
    { schema },
  )

/** The detail URL of any of several collections; null when it points elsewhere. */
export const anyUrlParam = <const C extends string>(collections: readonly C[]) =>
  param(
    (values): { target: { collection: C; uuid: string } | null } | undefined => {
      const value = single(values)
      if (value === undefined) return undefined
      for (const collection of collections) {
        const uuid = uuidOfUrl(value, collection)
        if (uuid !== undefined) return { target: { collection, uuid } }
      }
      return { target: null }
    },
    { schema: { type: 'string', format: 'uri' } },
  )
