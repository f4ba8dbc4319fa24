import type { Area } from '../area.ts'
import { campaigns } from './billing/campaigns.ts'
import { invoices } from './billing/invoices.ts'
import { usages } from './billing/usages.ts'

export const billingArea: Area = { ...usages, ...invoices, ...campaigns }
