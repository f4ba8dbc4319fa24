import type { Deviations } from './deviations.ts'

export const organizationsDeviations: Deviations = {}
