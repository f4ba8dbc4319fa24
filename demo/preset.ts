/** One row of a section: wire names as keys, JSON values only. */
export type Row = Record<string, unknown>

type PresetMetadata = {
  title: string
  description: string
  version: string
  scenarios: string[]
}

/** A data set in the preset format: section name → array of rows. */
export type Preset = {
  _metadata: PresetMetadata
  [section: string]: unknown
}
