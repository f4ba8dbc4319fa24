import { join } from 'node:path'

// What coverage.ts leaves and scripts/conformance.ts reads.

export interface Exercised {
  parameters: string[]
  /** Dotted paths; members of arrays and maps have no segment of their own. */
  fields: string[]
  /** Cells of the authorization matrix. */
  cells: number
}

export const NOTES_DIRECTORY = join(import.meta.dirname, '../../coverage/contract')
