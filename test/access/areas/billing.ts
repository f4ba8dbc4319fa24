import type { Area } from '../area.ts'

export const billingArea: Area = {}
