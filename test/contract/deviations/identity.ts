import type { Deviations } from './deviations.ts'

export const identityDeviations: Deviations = {}
