import type { z } from 'zod'
import type { FieldMessages } from '../errors.ts'

/** The problems of a parse as messages by top-level field, in the order of the fields. */
export const fieldMessages = (error: z.ZodError): FieldMessages => {
  const messages: FieldMessages = {}
  for (const issue of error.issues) {
    const reportedAs = issue.code === 'custom' ? (issue.params as { key?: string } | undefined)?.key : undefined
    const field = reportedAs ?? String(issue.path[0] ?? 'non_field_errors')
    const list = (messages[field] ??= [])
    if (!list.includes(issue.message)) list.push(issue.message)
  }
  return messages
}
