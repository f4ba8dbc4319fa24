import { createHash, randomUUID } from 'node:crypto'
import { canonicalUuid } from '../contract/values.ts'
import { columnOfReference } from './references.ts'
import { readText, readUuid, readValue } from './read-value.ts'
import type { LoadContext } from './load-context.ts'
import type { PresetRow, Section } from './section.ts'

interface Key {
  name: string
  required: boolean
}

const keysOf = (section: Section): Key[] =>
  section.keys
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => ({ name: word.replace('*', ''), required: word.endsWith('*') }))

const IMPLICIT_KEYS = ['created', 'modified']

/** Key of the file that fills a column; the column itself when there is none. */
export const keyOfColumn = (section: Section, column: string): string => {
  const renamed = Object.entries(section.columns ?? {}).find(([, name]) => name === column)?.[0]
  const reference = Object.entries(section.references ?? {}).find(([key, { column: name }]) => {
    return (name ?? columnOfReference(key)) === column
  })?.[0]
  if (column === section.scope?.idColumn) return section.scope.uuidKey
  if (column === section.scope?.typeColumn) return section.scope.typeKey ?? section.scope.uuidKey
  return renamed ?? reference ?? column
}

const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '')

const uuidOfContent = (raw: Record<string, unknown>): string => {
  const hex = createHash('sha256').update(JSON.stringify(raw)).digest('hex').slice(0, 32)
  return canonicalUuid(hex) ?? randomUUID()
}

const readUuidOfRow = (
  context: LoadContext,
  section: Section,
  row: PresetRow,
  isRequired: boolean,
  seen: Map<string, number>,
): void => {
  const given = row.raw.uuid
  if (isBlank(given)) {
    if (isRequired) context.report(section, row, 'uuid', 'is required')
    else row.uuid = section.uuidFromContent ? uuidOfContent(row.raw) : randomUUID()
    return
  }
  const reading = readUuid(given)
  if ('problem' in reading) {
    context.report(section, row, 'uuid', reading.problem)
    return
  }
  const first = seen.get(reading.value)
  if (first !== undefined) {
    // The first row of that uuid stays loadable, so it must not be blocked.
    context.report(section, row, 'uuid', `is the same as in row ${first}`)
    row.uuid = undefined
    return
  }
  row.uuid = reading.value
  seen.set(reading.value, row.position)
}

const readColumns = (context: LoadContext, section: Section, row: PresetRow, keys: readonly Key[]): void => {
  const read = (key: string, column: string) => {
    const anyJson = section.anyJson?.includes(key) ?? false
    const reading = readValue(row.raw[key], context.column(section.table, column), section.allowed?.[key], anyJson)
    if ('problem' in reading) context.report(section, row, key, reading.problem)
    else if (reading.value !== undefined) row.values[column] = reading.value
  }
  for (const { name, required } of keys) {
    if (required && isBlank(row.raw[name])) context.report(section, row, name, 'is required')
    else if (section.texts?.[name] !== undefined) readPlainText(context, section, row, name)
    else read(name, section.columns?.[name] ?? name)
  }
  for (const key of IMPLICIT_KEYS) {
    if (context.hasColumn(section.table, key) && row.values[key] === undefined) read(key, key)
  }
  if (row.values.slug === '') delete row.values.slug
}

const readPlainText = (context: LoadContext, section: Section, row: PresetRow, key: string): void => {
  if (isBlank(row.raw[key])) return
  const reading = readText(row.raw[key], section.texts?.[key])
  if ('problem' in reading) context.report(section, row, key, reading.problem)
  else row.texts[key] = reading.value
}

const readReferences = (context: LoadContext, section: Section, row: PresetRow): void => {
  const read = (key: string, required: boolean, by: 'uuid' | 'name' = 'uuid') => {
    const value = row.raw[key]
    if (isBlank(value)) {
      if (required) context.report(section, row, key, 'is required')
      else if (value !== undefined) row.references[key] = null
      return
    }
    const reading = by === 'uuid' ? readUuid(value) : readText(value, 150)
    if ('problem' in reading) context.report(section, row, key, reading.problem)
    else row.references[key] = reading.value
  }
  for (const [key, reference] of Object.entries(section.references ?? {})) {
    read(key, reference.required ?? false, reference.by)
  }
  if (section.scope) read(section.scope.uuidKey, section.scope.required ?? false)
}

const readLinks = (context: LoadContext, section: Section, row: PresetRow): void => {
  for (const key of Object.keys(section.links ?? {})) {
    const value = row.raw[key]
    if (value === undefined || value === null) continue
    if (!Array.isArray(value)) {
      context.report(section, row, key, 'must be a list')
      continue
    }
    const readings = value.map(readUuid)
    const wrong = readings.findIndex((reading) => 'problem' in reading)
    if (wrong >= 0) context.report(section, row, key, `item ${wrong + 1} must be a uuid`)
    else row.links[key] = readings.flatMap((reading) => ('value' in reading ? [reading.value] : []))
  }
}

/** Checks every value of every row that can be checked without the database. */
export const readRows = (context: LoadContext, section: Section, rawRows: readonly unknown[]): PresetRow[] => {
  const seen = new Map<string, number>()
  const hasUuid = context.hasColumn(section.table, 'uuid')
  const allKeys = keysOf(section)
  const isUuidRequired = allKeys.some(({ name, required }) => name === 'uuid' && required)
  const keys = allKeys.filter(({ name }) => name !== 'uuid')
  return rawRows.map((raw, index) => {
    const isObject = typeof raw === 'object' && raw !== null && !Array.isArray(raw)
    const row: PresetRow = {
      position: index + 1,
      raw: isObject ? (raw as Record<string, unknown>) : {},
      uuid: undefined,
      values: {},
      texts: {},
      references: {},
      links: {},
      id: undefined,
      outcome: 'pending',
    }
    if (!isObject) {
      context.report(section, row, '', 'must be an object')
      return row
    }
    for (const [key, translate] of Object.entries(section.translate ?? {})) {
      if (key in row.raw) row.raw = { ...row.raw, [key]: translate(row.raw[key]) }
    }
    if (hasUuid) readUuidOfRow(context, section, row, isUuidRequired, seen)
    readColumns(context, section, row, keys)
    readReferences(context, section, row)
    readLinks(context, section, row)
    return row
  })
}
