import type { Area } from '../area.ts'
import { invoices } from './billing/invoices.ts'
import { usages } from './billing/usages.ts'

export const billingArea: Area = { ...usages, ...invoices }
