import type { Database, Transaction } from '../server/db/database.ts'
import { sql } from '../server/db/sql.ts'
import type { SecretKeys } from '../server/lib/secrets.ts'
import { readTables } from './columns.ts'
import { refreshLoadedEstimates } from './estimates.ts'
import { LoadContext } from './load-context.ts'
import { finishSection, loadSection } from './load-section.ts'
import type { Outcome, PresetRow } from './section.ts'
import { sections } from './sections/index.ts'
import { PresetFormatError } from './types.ts'
import type { LoadOptions, LoadReport, SectionReport } from './types.ts'

type Content = ReadonlyMap<string, readonly unknown[]>

const SETTINGS = 'constance_settings'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The sections with their rows; the object of settings becomes rows, too. */
const readContent = (preset: unknown): Content => {
  if (!isObject(preset)) throw new PresetFormatError('A preset must be an object of sections')
  const content = new Map<string, readonly unknown[]>()
  for (const [name, value] of Object.entries(preset)) {
    if (name.startsWith('_')) continue
    if (name === SETTINGS && isObject(value)) {
      content.set(
        name,
        Object.entries(value).map(([key, setting]) => ({ key, value: setting })),
      )
    } else if (name !== SETTINGS && Array.isArray(value)) content.set(name, value)
    else throw new PresetFormatError(`The section ${name} must be ${name === SETTINGS ? 'an object' : 'a list'}`)
  }
  return content
}

const summarize = (section: string, rows: readonly PresetRow[]): SectionReport => {
  const count = (...outcomes: Outcome[]) => rows.filter((row) => outcomes.includes(row.outcome)).length
  return {
    section,
    created: count('created'),
    updated: count('updated'),
    skipped: count('skipped', 'dropped'),
    errors: count('error'),
  }
}

const ignoredSections = (content: Content): string[] => {
  const kept = new Set(sections.map((section) => section.name))
  return [...content]
    .filter(([name]) => !kept.has(name))
    .map(([name, rows]) => `${name} (${rows.length} ${rows.length === 1 ? 'row' : 'rows'})`)
}

const loadContent = async (context: LoadContext, content: Content): Promise<LoadReport> => {
  const present = sections.filter((section) => content.has(section.name))
  const loaded = new Map<string, PresetRow[]>()
  for (const section of present) {
    loaded.set(section.name, await loadSection(context, section, content.get(section.name) ?? []))
  }
  for (const section of present) await finishSection(context, section, loaded.get(section.name) ?? [])
  await refreshLoadedEstimates(context)

  const position = new Map(present.map((section, index) => [section.name, index]))
  const place = (name: string) => position.get(name) ?? 0
  return {
    sections: present.map(({ name }) => summarize(name, loaded.get(name) ?? [])),
    ignored: ignoredSections(content),
    problems: context.problems.sort((a, b) => place(a.section) - place(b.section) || a.row - b.row),
    committed: true,
  }
}

/** Ends a transaction that did its work but must leave nothing behind. */
class Discarded extends Error {
  readonly report: LoadReport

  constructor(report: LoadReport) {
    super('The preset was not kept')
    this.report = { ...report, committed: false }
  }
}

/**
 * Loads a preset in one transaction. A row with a problem keeps the whole file out; all problems are reported, and the
 * counts then say what would have happened. Loading the same file again skips everything.
 * @throws {PresetFormatError} {@link PresetFormatError}
 */
export async function loadPreset(
  database: Database,
  secrets: SecretKeys,
  preset: unknown,
  options: LoadOptions = {},
): Promise<LoadReport> {
  const content = readContent(preset)
  const tables = await readTables(database, [...new Set(sections.map((section) => section.table))])
  const work = async (transaction: Transaction): Promise<LoadReport> => {
    // Loads wait for each other, so that two of the same file do not collide row by row.
    await transaction.run(sql`lock table setting in share row exclusive mode`)
    const report = await loadContent(new LoadContext(transaction, secrets, options, tables), content)
    if (options.dryRun || report.problems.length > 0) throw new Discarded(report)
    return report
  }
  try {
    return await database.transaction(work)
  } catch (error) {
    if (error instanceof Discarded) return error.report
    throw error
  }
}
