export { loadPreset } from './load.ts'
export { formatReport } from './report.ts'
export { PresetFormatError } from './types.ts'
export type { LoadReport, RowProblem } from './types.ts'
