import type { Context } from '../context.ts'
import type { Sql } from '../db/sql.ts'
import { Remembered } from '../memory/remembered.ts'

/** What is known of the candidates of a list. */
export interface Counted {
  total: number
  /** Rows of the table that a walk reads, by the statistics; 0 for lists without a walk. */
  population: number
}

const MAX_COUNTS = 5_000
/** All orders together may be so many ids; 8 bytes each. */
const MAX_IDS = 4_000_000

/**
 * What lists remember as long as nothing was committed, by statement. Whoever asks for what is being read waits for it
 * instead of reading it, too.
 */
export class ListMemory {
  readonly counts = new Remembered<Promise<Counted>>(MAX_COUNTS)
  /** Rows that say what a caller sees of a list. */
  readonly facts = new Remembered<Promise<object>>(MAX_COUNTS)
  /**
   * The ids of whole lists in their order. A page costs as much as its whole order where no index walks the list, so
   * whoever reads on pays once.
   */
  readonly sequences = new Remembered<Promise<Float64Array>>(MAX_IDS)
  /** What walks of a list have cost; see `choosePage`. */
  readonly walked = new Remembered<{ cost: number }>(MAX_COUNTS)
}

export const keyOf = ({ text, values }: Sql): string => JSON.stringify([text, values])

/** The only row of a fixed statement, unless it was read since the last commit. */
export const rememberedOne = <T extends object>({ db, lists, freshness }: Context, statement: Sql): Promise<T> => {
  const read = () => db.one<T>(statement, { prepare: 'walk' })
  if (!freshness) return read()
  const key = keyOf(statement)
  return (lists.facts.find(key, freshness) ?? lists.facts.keep(key, freshness, read())) as Promise<T>
}
