import { listProfiles } from './list-profiles.ts'
import { retrieveProfile } from './retrieve-profile.ts'
import { createProfile, destroyProfile, enableProfile, patchProfile, updateProfile } from './write-profile.ts'

export { visiblePaymentProfilesJson } from './visible-profiles-json.ts'

export const paymentProfileHandlers = {
  payment_profiles_list: listProfiles,
  payment_profiles_create: createProfile,
  payment_profiles_retrieve: retrieveProfile,
  payment_profiles_update: updateProfile,
  payment_profiles_partial_update: patchProfile,
  payment_profiles_destroy: destroyProfile,
  payment_profiles_enable: enableProfile,
}
