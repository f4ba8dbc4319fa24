import type { LoadReport, RowProblem } from './types.ts'

const HEADINGS = ['section', 'created', 'updated', 'skipped', 'errors'] as const

const formatProblem = ({ section, row, key, uuid, reason }: RowProblem): string => {
  const place = [`section ${section}`, `row ${row}`, ...(key ? [`key ${key}`] : [])].join(', ')
  return `${place}: ${reason}${uuid === undefined ? '' : ` (${uuid})`}`
}

const formatTable = (rows: readonly (readonly string[])[]): string[] => {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  )
}

/** Plain text for a terminal: a table of the sections, what was ignored, and every problem on a line of its own. */
export const formatReport = ({ sections, ignored, problems, committed }: LoadReport): string => {
  const rows = sections.map((section) => HEADINGS.map((heading) => String(section[heading])))
  const lines = formatTable([[...HEADINGS], ...rows])
  if (ignored.length > 0) lines.push('', `Ignored: ${ignored.join(', ')}`)
  if (problems.length > 0) {
    lines.push(
      '',
      `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}:`,
      ...problems.map(formatProblem),
    )
  }
  if (!committed) lines.push('', 'Nothing was stored.')
  return lines.join('\n')
}
