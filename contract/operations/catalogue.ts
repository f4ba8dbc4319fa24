import { categoryOperations } from './catalogue/categories.ts'
import { offeringChangeOperations } from './catalogue/offering-changes.ts'
import { offeringReadOperations } from './catalogue/offering-reads.ts'
import { planOperations } from './catalogue/plans.ts'
import { providerOfferingOperations } from './catalogue/provider-offerings.ts'
import { termsOperations } from './catalogue/terms.ts'

/** What is offered: categories, offerings, plans, terms. */
export const catalogueOperations = {
  ...categoryOperations,
  ...providerOfferingOperations,
  ...offeringChangeOperations,
  ...offeringReadOperations,
  ...planOperations,
  ...termsOperations,
} as const
