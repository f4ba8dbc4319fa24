import type { Deviations } from './deviations.ts'

export const billingDeviations: Deviations = {}
