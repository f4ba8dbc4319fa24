import { z } from 'zod'
import { jsonTypeName } from './json-type.ts'

interface Parsed {
  /** The well-formed fields; all there are when there is no issue. */
  fields: Record<string, unknown>
  issues: readonly z.core.$ZodIssue[]
}

// The words for members that are no objects, wherever a field has none of its own.
z.config({
  customError: ({ code, input, ...issue }) => {
    if (code !== 'invalid_type' || !('expected' in issue) || issue.expected !== 'object') return undefined
    if (input === undefined) return 'This field is required.'
    if (input === null) return 'This field may not be null.'
    return `Invalid data. Expected a dictionary, but got ${jsonTypeName(input)}.`
  },
})

/** Parses a query or a body; of one with problems, the fields that have none are there nevertheless. */
export const parseFields = (schema: z.ZodType, given: Record<string, unknown>): Parsed => {
  const parsed = schema.safeParse(given)
  if (parsed.success) return { fields: parsed.data as Record<string, unknown>, issues: [] }
  const { issues } = parsed.error
  const malformed = new Set(issues.map(({ path }) => path[0]))
  const fields: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(schema instanceof z.ZodObject ? schema.shape : {})) {
    if (!malformed.has(name)) fields[name] = z.parse(field, given[name])
  }
  return { fields, issues }
}
