import type { Deviations } from './deviations.ts'

export const ordersDeviations: Deviations = {}
