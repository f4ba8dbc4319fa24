import { allOf, sql, type Sql } from '../../db/sql.ts'
import { RuleError } from '../../errors.ts'

/**
 * Condition that the attributes of `offering` match all keys of this JSON object. C-044: keys are taken literally. A
 * list matches when the stored value holds one of its members.
 */
export const attributesMatch = (text: string): Sql =>
  allOf(
    Object.entries(parseAttributes(text)).map(([key, value]) => {
      if (!isStorable(key)) return sql`false`
      if (Array.isArray(value)) {
        const members = value
          .filter(isStorable)
          .map((member) => (typeof member === 'string' ? member : JSON.stringify(member)))
        return sql`(offering.attributes -> ${key}::text) ?| ${members}::text[]`
      }
      return isStorable(value) ? sql`offering.attributes @> ${JSON.stringify({ [key]: value })}::jsonb` : sql`false`
    }),
  )

const parseAttributes = (text: string): Record<string, unknown> => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new RuleError('Filter attribute is not valid json.')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RuleError('Filter attribute should be an dict.')
  }
  return value as Record<string, unknown>
}

/** PostgreSQL stores neither NUL nor lone surrogates, so nothing can match them. */
const isStorable = (value: unknown): boolean => !UNSTORABLE.test(JSON.stringify(value))

/** An escape of a NUL or a lone surrogate: its backslash is not itself escaped. */
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/
