export type Cell = string | number | boolean | null

/** Rows of one table, made while they are written. */
export interface Table {
  name: string
  columns: readonly string[]
  rows: Iterable<readonly Cell[]>
}

/** Rows of a table whose ids are the whole numbers from 1. */
export const numbered = (
  name: string,
  columns: readonly string[],
  count: number,
  row: (id: number) => readonly Cell[],
): Table => ({
  name,
  columns: ['id', ...columns],
  rows: (function* () {
    for (let id = 1; id <= count; id++) yield [id, ...row(id)]
  })(),
})
