import type { Transaction } from '../server/db/database.ts'
import type { SecretKeys } from '../server/lib/secrets.ts'
import type { Column, Table } from './columns.ts'
import { Identities } from './identities.ts'
import { readUuid } from './read-value.ts'
import type { PresetRow, Section } from './section.ts'
import type { LoadOptions, RowProblem } from './types.ts'

/** Everything that one run of the transaction knows. */
export class LoadContext {
  readonly transaction: Transaction
  readonly secrets: SecretKeys
  readonly options: LoadOptions
  readonly tables: ReadonlyMap<string, Table>
  readonly identities: Identities
  readonly problems: RowProblem[] = []
  /** Ids of what price estimates depend on and was created or changed. */
  readonly touched = { customers: new Set<string>(), projects: new Set<string>(), invoices: new Set<string>() }
  /** Kinds of object that roles are granted on, by id of the role. */
  readonly roleKinds = new Map<string, string>()

  constructor(transaction: Transaction, secrets: SecretKeys, options: LoadOptions, tables: ReadonlyMap<string, Table>) {
    this.transaction = transaction
    this.secrets = secrets
    this.options = options
    this.tables = tables
    this.identities = new Identities(transaction)
  }

  hasColumn(table: string, name: string): boolean {
    return this.tables.get(table)?.has(name) ?? false
  }

  column(table: string, name: string): Column {
    const column = this.tables.get(table)?.get(name)
    if (!column) throw new Error(`There is no column ${table}.${name}`)
    return column
  }

  /** Reports a row, which is then not loaded. */
  report(section: Section, row: PresetRow, key: string, reason: string): void {
    const reading = readUuid(row.uuid ?? row.raw.uuid)
    const uuid = 'value' in reading ? { uuid: reading.value } : {}
    this.problems.push({ section: section.name, row: row.position, key, ...uuid, reason })
    this.drop(section, row, 'error')
  }

  /** Takes a row out without saying so. */
  drop(section: Section, row: PresetRow, outcome: 'error' | 'dropped' = 'dropped'): void {
    row.outcome = outcome
    for (const name of [row.uuid, row.raw.name]) {
      if (typeof name === 'string') this.identities.block(section.table, name)
    }
  }
}
