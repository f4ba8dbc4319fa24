import { retrieveProfile } from './retrieve-profile.ts'

export { visiblePaymentProfilesJson } from './visible-profiles-json.ts'

export const paymentProfileHandlers = { payment_profiles_retrieve: retrieveProfile }
