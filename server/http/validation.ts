import type { z } from 'zod'
import type { parseFields } from '../../contract/parse.ts'
import { ApiError, FieldError, ValidationError, type Messages } from '../errors.ts'
import type { Resolvers } from '../handler.ts'

/** Everything that is wrong with one request, answered as one 400. */
export class Problems {
  // Names come from the client: in a plain object some of them would not become keys.
  readonly #messages = new Map<string, Messages>()

  add(field: string, messages: Messages): void {
    const known = this.#messages.get(field)
    const bothLists = Array.isArray(known) && Array.isArray(messages)
    this.#messages.set(field, bothLists ? ([...new Set([...known, ...messages])] as Messages) : messages)
  }

  /** What the contract found in a body that is a list; ends the request, because nothing else is asked of it. */
  static throwOfList(issues: ReturnType<typeof parseFields>['issues'], given: readonly unknown[]): void {
    if (issues.length > 0) throw new ApiError(400, messagesAt(issues, 0, given))
  }

  /** What the contract found; `given` is the parsed value as the client sent it. */
  addIssues(issues: ReturnType<typeof parseFields>['issues'], given: Record<string, unknown>): void {
    const byField = new Map<string, z.core.$ZodIssue[]>()
    for (const issue of issues) {
      const reportedAs = issue.code === 'custom' ? (issue.params as { key?: string } | undefined)?.key : undefined
      const field = reportedAs ?? String(issue.path[0] ?? 'non_field_errors')
      byField.set(field, [...(byField.get(field) ?? []), issue])
    }
    for (const [field, own] of byField) this.add(field, messagesAt(own, 1, given[field]))
  }

  /** Runs an operation's look-ups on the fields that have a value and puts what they find in the place of it. */
  async resolve(
    fields: Record<string, unknown>,
    resolvers: Resolvers,
    context: unknown,
  ): Promise<Record<string, unknown>> {
    if (Object.keys(resolvers).length === 0) return fields
    const resolved = { ...fields }
    // One after the other: they share a connection, and take locks in the order in which they are written.
    for (const [name, resolver] of Object.entries(resolvers)) {
      const value = fields[name]
      if (!resolver || value === undefined || value === null) continue
      try {
        resolved[name] = await resolver(context as never, value as never)
      } catch (error) {
        if (!(error instanceof FieldError)) throw error
        this.add(name, error.messages)
      }
    }
    return resolved
  }

  throwIfAny(): void {
    if (this.#messages.size > 0) throw new ValidationError(Object.fromEntries(this.#messages))
  }
}

const wantsObject = (issue: z.core.$ZodIssue): boolean => issue.code === 'invalid_type' && issue.expected === 'object'

/** Messages in the shape of the value: plain for a value, by key or index for members, a list for a list of objects. */
const messagesAt = (issues: readonly z.core.$ZodIssue[], depth: number, given: unknown): Messages => {
  const own = issues.filter(({ path }) => path.length <= depth).map(({ message }) => message)
  if (own.length > 0) return [...new Set(own)]
  const members = new Map<string, Messages>()
  for (const { path } of issues) {
    const key = String(path[depth])
    const inside = issues.filter((issue) => String(issue.path[depth]) === key)
    members.set(key, messagesAt(inside, depth + 1, (given as Record<string, unknown> | undefined)?.[key]))
  }
  const ofObjects = Array.isArray(given) && issues.some((issue) => issue.path.length > depth + 1 || wantsObject(issue))
  if (!ofObjects) return Object.fromEntries(members)
  return given.map((_, index) => {
    const found = members.get(String(index)) ?? {}
    return Array.isArray(found) ? { non_field_errors: found } : found
  })
}
