import { componentUsageOperations } from './component-usages.ts'

/** Usage, invoices and campaigns. */
export const billingOperations = {
  ...componentUsageOperations,
} as const
