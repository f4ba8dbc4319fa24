import type { LoadContext } from './load-context.ts'
import type { PresetRow, Section } from './section.ts'

// Names of kinds as the original writes them, `app.model`, and the kinds that content_type columns hold.
const KINDS = new Map([
  ['structure.customer', 'customer'],
  ['structure.project', 'project'],
  ['marketplace.offering', 'offering'],
  ['marketplace.serviceprovider', 'service_provider'],
  ['marketplace.resource', 'resource'],
  ['marketplace.offeringuser', 'offering_user'],
  ['proposal.callmanagingorganisation', 'call_organizer'],
  ['proposal.call', 'call'],
  ['proposal.proposal', 'proposal'],
])
/** Kinds whose objects a site may have but this program does not keep. */
const FOREIGN_KINDS = ['call_organizer', 'call', 'proposal']
const TABLES = ['customer', 'project', 'offering', 'service_provider', 'resource', 'offering_user']

/** The kind that `app.model`, or the kind itself, names. */
export const kindOf = (text: unknown): string | undefined => {
  if (typeof text !== 'string') return undefined
  const name = text.trim().toLowerCase()
  return KINDS.get(name) ?? (TABLES.includes(name) || FOREIGN_KINDS.includes(name) ? name : undefined)
}

/** The table that keeps objects of a kind, when this program keeps them. */
export const tableOfKind = (kind: string): string | undefined => (TABLES.includes(kind) ? kind : undefined)

export const columnOfReference = (key: string): string => key.replace(/_uuid$/, '_id')

const nounOf = (table: string): string => table.replace(/^app_/, '').replaceAll('_', ' ')

const isPending = (row: PresetRow): boolean => row.outcome === 'pending'

/** The id behind a reference; reports it or takes the row out when it is required and leads nowhere. */
const follow = (
  context: LoadContext,
  section: Section,
  row: PresetRow,
  key: string,
  target: { table: string; by: 'uuid' | 'name'; required: boolean },
): string | null => {
  const value = row.references[key]
  if (value === undefined || value === null) return null
  const id = context.identities.id(target.table, target.by, value)
  if (id !== undefined) return id
  if (target.required && context.identities.isBlocked(target.table, value)) context.drop(section, row)
  else if (target.required) context.report(section, row, key, `refers to no known ${nounOf(target.table)}: ${value}`)
  return null
}

const valuesOf = (rows: readonly PresetRow[], key: string): string[] => rows.flatMap((row) => row.references[key] ?? [])

const resolveScopes = async (context: LoadContext, section: Section, rows: readonly PresetRow[]): Promise<void> => {
  const { scope } = section
  if (!scope) return
  const { uuidKey, required = false } = scope
  const kindsOfRows = new Map<PresetRow, string>()
  for (const row of rows) {
    if (!isPending(row) && !scope.late) continue
    const type = scope.typeKey === undefined ? scope.kind : row.raw[scope.typeKey]
    const kind = kindOf(type)
    if (kind !== undefined && tableOfKind(kind) !== undefined) kindsOfRows.set(row, kind)
    else if (required && kind !== undefined) context.drop(section, row)
    else if (required) context.report(section, row, scope.typeKey ?? uuidKey, 'is no known kind of object')
  }
  for (const table of new Set(kindsOfRows.values())) {
    const ofKind = [...kindsOfRows].filter(([, kind]) => kind === table).map(([row]) => row)
    await context.identities.lookUp(table, 'uuid', valuesOf(ofKind, uuidKey))
  }
  for (const row of rows) {
    if (row.references[uuidKey] === undefined) continue
    const table = kindsOfRows.get(row)
    const id = table === undefined ? null : follow(context, section, row, uuidKey, { table, by: 'uuid', required })
    row.values[scope.typeColumn] = id === null ? null : table
    row.values[scope.idColumn] = id
  }
}

/** Fills in the ids of other rows. Keys for the same column take turns: the first that leads somewhere counts. */
export const resolveReferences = async (
  context: LoadContext,
  section: Section,
  rows: readonly PresetRow[],
  late: boolean,
): Promise<void> => {
  for (const [key, reference] of Object.entries(section.references ?? {})) {
    if ((reference.late ?? false) !== late) continue
    const { table, by = 'uuid', required = false } = reference
    const column = reference.column ?? columnOfReference(key)
    await context.identities.lookUp(table, by, valuesOf(rows, key))
    for (const row of rows) {
      if (row.references[key] === undefined || (row.values[column] ?? null) !== null) continue
      row.values[column] = follow(context, section, row, key, { table, by, required })
    }
  }
  if ((section.scope?.late ?? false) === late) await resolveScopes(context, section, rows)
}

/** Columns that `resolveReferences` fills in the second pass. */
export const lateColumns = (section: Section): string[] => [
  ...Object.entries(section.references ?? {})
    .filter(([, reference]) => reference.late)
    .map(([key, reference]) => reference.column ?? columnOfReference(key)),
  ...(section.scope?.late ? [section.scope.typeColumn, section.scope.idColumn] : []),
]
