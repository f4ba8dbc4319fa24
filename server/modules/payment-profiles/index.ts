import { retrieveProfile } from './retrieve-profile.ts'

export { paymentProfileJson } from './payment-profile-json.ts'
export { visiblePaymentProfilesJson } from './visible-profiles-json.ts'

export const paymentProfileHandlers = { payment_profiles_retrieve: retrieveProfile }
