export interface LoadOptions {
  /** Do everything, report everything, keep nothing. */
  dryRun?: boolean
  /** Rows that exist already are changed to what the file says instead of skipped. */
  update?: boolean
  /** `token_lifetime` of new users for whom the file names none, in seconds; null, as without it, is for ever. */
  tokenLifetime?: number | null
  /** Called often; all over again when the transaction has to be repeated. */
  onProgress?: (progress: { section: string; done: number; total: number }) => void
}

export interface SectionReport {
  section: string
  created: number
  updated: number
  skipped: number
  errors: number
}

export interface RowProblem {
  section: string
  /** Position in the section, from 1. */
  row: number
  /** The offending key of the row; '' when the row as a whole is at fault. */
  key: string
  uuid?: string
  reason: string
}

export interface LoadReport {
  sections: SectionReport[]
  /** Sections that are accepted but not kept, each with its number of rows. */
  ignored: string[]
  problems: RowProblem[]
  committed: boolean
}

/** The file as a whole is no preset: not an object, or a section that is not a list. */
export class PresetFormatError extends Error {
  override name = 'PresetFormatError'
}
