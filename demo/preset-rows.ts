import type { Preset, Row } from './preset.ts'

/** The rows of a section; throws when the section is missing. */
export const rowsOf = (preset: Preset, section: string): Row[] => {
  const rows = preset[section]
  if (!Array.isArray(rows)) throw new Error(`No section ${section}`)
  return rows as Row[]
}

/** Every section that holds data, with its rows. */
export const sectionsOf = (preset: Preset): [string, Row[]][] =>
  Object.keys(preset)
    .filter((name) => !name.startsWith('_'))
    .map((name) => [name, rowsOf(preset, name)])

/** The different values of a column. */
export const valuesOf = (rows: Row[], key: string): Set<unknown> => new Set(rows.map((row) => row[key]))
