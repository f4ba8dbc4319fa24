import {
  createConsent,
  destroyConsent,
  listConsents,
  retrieveConsent,
  revokeConsent,
  updateConsent,
} from './consents.ts'
import { createTerms, destroyTerms, listTerms, retrieveTerms, updateTerms } from './terms.ts'

export const termsHandlers = {
  marketplace_offering_terms_of_service_list: listTerms,
  marketplace_offering_terms_of_service_create: createTerms,
  marketplace_offering_terms_of_service_retrieve: retrieveTerms,
  marketplace_offering_terms_of_service_update: updateTerms,
  marketplace_offering_terms_of_service_partial_update: updateTerms,
  marketplace_offering_terms_of_service_destroy: destroyTerms,
  marketplace_user_offering_consents_list: listConsents,
  marketplace_user_offering_consents_create: createConsent,
  marketplace_user_offering_consents_retrieve: retrieveConsent,
  marketplace_user_offering_consents_update: updateConsent,
  marketplace_user_offering_consents_partial_update: updateConsent,
  marketplace_user_offering_consents_destroy: destroyConsent,
  marketplace_user_offering_consents_revoke: revokeConsent,
} as const
