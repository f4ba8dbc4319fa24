import type { PresetRow } from './section.ts'

const BATCH_SIZE = 1000

/** Runs `work` on a thousand items at a time, one batch after the other. */
export const inBatches = async <T>(
  items: readonly T[],
  work: (batch: T[], done: number) => Promise<void>,
): Promise<void> => {
  for (let start = 0; start < items.length; start += BATCH_SIZE) {
    await work(items.slice(start, start + BATCH_SIZE), start)
  }
}

/** Ids of the rows that were created or changed. */
export const changedIds = (rows: readonly PresetRow[]): string[] =>
  rows.flatMap(({ id, outcome }) => (id !== undefined && (outcome === 'created' || outcome === 'updated') ? [id] : []))
