import type { Deviations } from './deviations.ts'

export const organizationsDeviations: Deviations = {
  'schemas/Customer/payment_profiles': ['array<@PaymentProfile> | null', 'C-037'],
  'schemas/Project/oecd_fos_2007_label': ['string | null', 'C-037'],
}
