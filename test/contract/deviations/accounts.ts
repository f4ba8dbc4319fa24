import type { Deviations } from './deviations.ts'

export const accountsDeviations: Deviations = {}
