import type { Deviations } from './deviations.ts'

export const catalogueDeviations: Deviations = {
  'schemas/ProviderPlanDetails/prices': ['map<string:decimal>*', 'C-035'],
  'schemas/ProviderPlanDetails/future_prices': ['map<string:decimal | null>*', 'C-035'],
  'schemas/ProviderPlanDetails/plan_type': ['string | null*', 'C-037'],
}
