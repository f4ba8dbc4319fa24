import type { Area } from '../area.ts'
import { categoryRows } from './catalogue/categories.ts'
import { offeringChangeRows } from './catalogue/offering-changes.ts'
import { offeringRows } from './catalogue/offerings.ts'
import { planRows } from './catalogue/plans.ts'
import { termsRows } from './catalogue/terms.ts'

export const catalogueArea: Area = {
  ...categoryRows,
  ...offeringRows,
  ...offeringChangeRows,
  ...planRows,
  ...termsRows,
}
