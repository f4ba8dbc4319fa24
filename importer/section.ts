import type { LoadContext } from './load-context.ts'

// How sections of a preset map to tables, as data. Keys without an entry of their own become the column of that name.

/** Values that a column takes beside what its type says: a list, a range with both ends, or a pattern. */
export type Allowed = readonly (string | number)[] | { min?: number; max?: number } | RegExp

export interface Reference {
  table: string
  /** By default the key with `_id` in place of `_uuid`. */
  column?: string
  /** What the value of the key names the other row by. */
  by?: 'uuid' | 'name'
  required?: boolean
  /** Resolved after all sections, for tables that refer to themselves or to later ones. */
  late?: boolean
}

/** A reference to an object of any kind: one key for the kind, one for the uuid, and two columns. */
export interface ScopeReference {
  /** Absent when `kind` is fixed. */
  typeKey?: string
  kind?: string
  uuidKey: string
  typeColumn: string
  idColumn: string
  required?: boolean
  late?: boolean
}

/** A list of uuids that fills a table of pairs. */
export interface Link {
  table: string
  from: string
  to: string
  target: string
}

/** `dropped` rows are left out without being at fault; they count as skipped. */
export type Outcome = 'pending' | 'created' | 'updated' | 'skipped' | 'dropped' | 'error'

/** A row of the file on its way into the database. */
export interface PresetRow {
  /** Position in the section, from 1. */
  position: number
  raw: Record<string, unknown>
  uuid: string | undefined
  /** By column, as JSON that PostgreSQL reads. */
  values: Record<string, unknown>
  /** By key: what `texts` of the section names, such as passwords. */
  texts: Record<string, string>
  /** By key: canonical uuids or names of other rows, null where the file says null. */
  references: Record<string, string | null>
  links: Record<string, string[]>
  id: string | undefined
  outcome: Outcome
}

type Step = (context: LoadContext, rows: PresetRow[]) => Promise<void> | void

export interface Section {
  name: string
  table: string
  /** Keys that are columns, separated by blanks; a star marks those that must be present and not blank. */
  keys: string
  /** Columns of keys that are called otherwise. */
  columns?: Record<string, string>
  /** What values are turned into before anything else, by key; absent ones are not. */
  translate?: Record<string, (value: unknown) => unknown>
  /** Keys whose text does not go into a column as it is, with their greatest length. */
  texts?: Record<string, number>
  references?: Record<string, Reference>
  scope?: ScopeReference
  links?: Record<string, Link>
  /** By key. */
  allowed?: Record<string, Allowed>
  /** JSON columns by key whose value need not be of the kind of their default. */
  anyJson?: readonly string[]
  /** By column, where they differ from those of the table. Not used for updates. */
  defaults?: Record<string, unknown>
  /** A row without uuid gets one that depends on its content, so that loading it twice makes one row. */
  uuidFromContent?: boolean
  /** Columns by which a row is the same as one in the database, beside its uuid. */
  natural?: readonly string[]
  /** Whether the natural key counts for this row. */
  naturalApplies?: (row: PresetRow) => boolean
  /** Column of the text that empty slugs are made from. */
  slugSource?: string
  /** Before references are resolved. */
  before?: Step
  /** After references are resolved and before existing rows are looked up: fills in values, reports problems. */
  derive?: (context: LoadContext, row: PresetRow) => void
  beforeCreate?: Step
  beforeUpdate?: Step
  /** With all rows that are in the database now, skipped ones included. */
  after?: Step
  /** Like `after`, when all sections are loaded. */
  late?: Step
}
