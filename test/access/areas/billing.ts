import type { Area } from '../area.ts'
import { usages } from './billing/usages.ts'

export const billingArea: Area = { ...usages }
