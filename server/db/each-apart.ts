import type { Database, Transaction } from './database.ts'

/**
 * Does something with every row, each in a transaction of its own, so that one that fails holds up none of the others;
 * the first error is thrown when all are through. Returns the sum of what `work` returns.
 */
export const eachApart = async (
  database: Database,
  rows: readonly { id: string }[],
  work: (db: Transaction, id: string) => Promise<number>,
): Promise<number> => {
  const errors: unknown[] = []
  let sum = 0
  for (const { id } of rows) {
    try {
      sum += await database.transaction((transaction) => work(transaction, id))
    } catch (error) {
      errors.push(error)
    }
  }
  if (errors.length > 0) throw errors[0]
  return sum
}
