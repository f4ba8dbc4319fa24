const WRITES_ROLLED_UP_TABLE =
  /\b(?:insert\s+into|update|delete\s+from|merge\s+into|truncate(?:\s+table)?)\s+(?:only\s+)?(?:resource|offering|project|customer|issue)\b(?!_)/i

const checked = new Map<string, boolean>()
const MAX_REMEMBERED = 2_000

/**
 * Refuses statements that write a table from which roll-ups are computed. Such writes go through
 * `Transaction.writeRolledUp`, which makes the caller say what the fold has to recompute.
 */
export const guardRolledUpTables = (text: string): void => {
  let writes = checked.get(text)
  if (writes === undefined) {
    writes = WRITES_ROLLED_UP_TABLE.test(text)
    if (checked.size >= MAX_REMEMBERED) checked.clear()
    checked.set(text, writes)
  }
  if (writes) throw new Error('Writes to resource, offering, project, customer and issue go through writeRolledUp')
}
