import type { Deviations } from './deviations.ts'

export const catalogueDeviations: Deviations = {}
