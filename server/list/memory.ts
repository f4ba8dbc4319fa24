import type { Context } from '../context.ts'
import type { Sql } from '../db/sql.ts'
import { Readings } from '../memory/readings.ts'
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

/** What lists remember as long as nothing is committed, by statement. */
export class ListMemory {
  readonly counts = new Readings<Counted>(MAX_COUNTS)
  /** Rows that say what a caller sees of a list. */
  readonly facts = new Readings<object>(MAX_COUNTS)
  /**
   * The ids of whole lists in their order. A page costs as much as its whole order where no index walks the list, so
   * whoever reads on pays once.
   */
  readonly sequences = new Readings<Float64Array>(MAX_IDS)
  /** What walks of a list have cost; see `choosePage`. */
  readonly walked = new Remembered<{ cost: number }>(MAX_COUNTS)
  #ordersAside = 0

  /** How many orders are being read that nobody waits for. */
  get ordersAside(): number {
    return this.#ordersAside
  }

  /** Reads an order that nobody waits for; when that fails, it fails whoever waits for the same. */
  readAside(read: () => Promise<unknown>): void {
    this.#ordersAside++
    const end = () => this.#ordersAside--
    read().then(end, end)
  }
}

export const keyOf = ({ text, values }: Sql): string => JSON.stringify([text, values])

/** The only row of a fixed statement, unless it was read since the last commit. */
export const rememberedOne = <T extends object>({ db, lists, freshness }: Context, statement: Sql): Promise<T> =>
  lists.facts.read(keyOf(statement), freshness, () => db.one<T>(statement, { prepare: 'walk' })) as Promise<T>
