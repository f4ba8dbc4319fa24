import tag, { empty, join, raw, Sql, type RawValue } from 'sql-template-tag'

export { empty, join, raw, Sql }

const constants = new WeakMap<TemplateStringsArray, Sql>()

/**
 * Statements are written in SQL with this tag: values become parameters, nested fragments are spliced. Each place in the
 * code without values has one fragment, which is made once: most of the text of a list are such.
 */
export const sql = (strings: TemplateStringsArray, ...values: RawValue[]): Sql => {
  if (values.length > 0) return tag(strings, ...values)
  const constant = constants.get(strings) ?? tag(strings)
  constants.set(strings, constant)
  return constant
}

/** All given conditions; those that are undefined do not restrict. */
export const allOf = (conditions: readonly (Sql | undefined)[]): Sql => {
  const given = conditions.filter((condition) => condition !== undefined)
  return given.length === 0 ? sql`true` : sql`(${join(given, ') and (')})`
}

export const anyOf = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`false` : sql`(${join(conditions, ' or ')})`

/** The text as a LIKE pattern that finds it anywhere, its own wildcards taken literally. */
const anywhere = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/** Case-insensitive substring. */
export const contains = (column: Sql, text: string): Sql => sql`${column} ilike ${anywhere(text)}`

/** Case-sensitive substring. */
export const containsExactly = (column: Sql, text: string): Sql => sql`${column} like ${anywhere(text)}`

/** Case-insensitive equality. */
export const equalsIgnoringCase = (column: Sql, text: string): Sql => sql`upper(${column}) = upper(${text})`

/** Calls `build` unless the value is undefined. */
export const when = <T>(value: T | undefined, build: (value: T) => Sql): Sql | undefined =>
  value === undefined ? undefined : build(value)

export const isoUuid = (column: Sql): Sql => sql`replace(${column}::text, '-', '')`

/** What is run: text with `$1`, `$2` and so on, and their values. */
export type Statement = Pick<Sql, 'text' | 'values'>

/**
 * A statement that is asked for often: its text is put together once. `build` gets a stand-in for each value, and may do
 * nothing with it but make it a parameter.
 */
export const fixedStatement = <A extends readonly unknown[]>(
  build: (...values: A) => Sql,
): ((...values: A) => Statement) => {
  const standIns = Array.from({ length: build.length }, () => Symbol('value'))
  const { text, values } = build(...(standIns as unknown as A))
  const sources = values.map((value) => standIns.indexOf(value as symbol))
  return (...given) => ({ text, values: sources.map((source, at) => (source < 0 ? values[at] : given[source])) })
}
