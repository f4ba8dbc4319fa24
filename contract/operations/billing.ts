import { campaignOperations } from './campaigns.ts'
import { componentUsageOperations } from './component-usages.ts'
import { invoiceOperations } from './invoices.ts'

/** Usage, invoices and campaigns. */
export const billingOperations = {
  ...componentUsageOperations,
  ...invoiceOperations,
  ...campaignOperations,
} as const
