import { z } from 'zod'
import { boolField, linkField, textField, webAddressField } from '../../fields.ts'
import { operation } from '../../operation.ts'
import { boolParam, textParam, urlParam, uuidParam } from '../../params.ts'
import { OfferingTermsOfService, UserOfferingConsent } from '../../schemas/offering-terms.ts'
import { jsonBody, listQuery, ok } from '../shared.ts'
import { naturalField } from './fields.ts'

const TERMS = '/api/marketplace-offering-terms-of-service/'
const TERM = `${TERMS}{uuid}/` as const
const CONSENTS = '/api/marketplace-user-offering-consents/'
const CONSENT = `${CONSENTS}{uuid}/` as const

const terms = { tag: 'marketplace-offering-terms-of-service', addition: true } as const
const consents = { tag: 'marketplace-user-offering-consents', addition: true } as const

const offeringFilters = {
  offering: urlParam('marketplace-provider-offerings'),
  offering_uuid: uuidParam(),
  version: textParam(),
}

const termsFields = {
  terms_of_service: textField().optional(),
  terms_of_service_link: webAddressField().optional(),
  version: textField({ max: 50 }).optional(),
  is_active: boolField().optional(),
  requires_reconsent: boolField().optional(),
  grace_period_days: naturalField().optional(),
}

/** `offering`, `version` and `requires_reconsent` are settled with the first text. */
const changeableFields = {
  terms_of_service: termsFields.terms_of_service,
  terms_of_service_link: termsFields.terms_of_service_link,
  is_active: termsFields.is_active,
  grace_period_days: termsFields.grace_period_days,
}

const consentFields = { version: textField({ max: 50 }).optional() }

export const termsOperations = {
  marketplace_offering_terms_of_service_list: operation({
    ...terms,
    method: 'get',
    path: TERMS,
    summary: 'List terms of service',
    query: listQuery({ ...offeringFilters, is_active: boolParam(), requires_reconsent: boolParam() }),
    success: ok(z.array(OfferingTermsOfService)),
    count: { operationId: 'marketplace_offering_terms_of_service_count' },
  }),
  marketplace_offering_terms_of_service_create: operation({
    ...terms,
    method: 'post',
    path: TERMS,
    summary: 'Add terms of service to an offering',
    body: jsonBody('OfferingTermsOfServiceCreateRequest', z.object({ offering: linkField(), ...termsFields }), true),
    success: { status: 201, schema: OfferingTermsOfService },
  }),
  marketplace_offering_terms_of_service_retrieve: operation({
    ...terms,
    method: 'get',
    path: TERM,
    summary: 'Get terms of service',
    success: ok(OfferingTermsOfService),
  }),
  marketplace_offering_terms_of_service_update: operation({
    ...terms,
    method: 'put',
    path: TERM,
    summary: 'Replace terms of service',
    body: jsonBody('OfferingTermsOfServiceRequest', z.object(changeableFields), false),
    success: ok(OfferingTermsOfService),
  }),
  marketplace_offering_terms_of_service_partial_update: operation({
    ...terms,
    method: 'patch',
    path: TERM,
    summary: 'Change terms of service',
    body: jsonBody('PatchedOfferingTermsOfServiceRequest', z.object(changeableFields), false),
    success: ok(OfferingTermsOfService),
  }),
  marketplace_offering_terms_of_service_destroy: operation({
    ...terms,
    method: 'delete',
    path: TERM,
    summary: 'Delete terms of service',
    success: { status: 204 },
  }),
  marketplace_user_offering_consents_list: operation({
    ...consents,
    method: 'get',
    path: CONSENTS,
    summary: 'List consents to terms of service',
    query: listQuery({ ...offeringFilters, user_uuid: uuidParam(), has_consent: boolParam() }),
    success: ok(z.array(UserOfferingConsent)),
    count: { operationId: 'marketplace_user_offering_consents_count' },
  }),
  marketplace_user_offering_consents_create: operation({
    ...consents,
    method: 'post',
    path: CONSENTS,
    summary: 'Agree to the terms of an offering',
    body: jsonBody('UserOfferingConsentCreateRequest', z.object({ offering: linkField() }), true),
    success: { status: 201, schema: UserOfferingConsent },
  }),
  marketplace_user_offering_consents_retrieve: operation({
    ...consents,
    method: 'get',
    path: CONSENT,
    summary: 'Get a consent',
    success: ok(UserOfferingConsent),
  }),
  marketplace_user_offering_consents_update: operation({
    ...consents,
    method: 'put',
    path: CONSENT,
    summary: 'Set the version that a consent is for',
    body: jsonBody('UserOfferingConsentRequest', z.object(consentFields), false),
    success: ok(UserOfferingConsent),
  }),
  marketplace_user_offering_consents_partial_update: operation({
    ...consents,
    method: 'patch',
    path: CONSENT,
    summary: 'Set the version that a consent is for',
    body: jsonBody('PatchedUserOfferingConsentRequest', z.object(consentFields), false),
    success: ok(UserOfferingConsent),
  }),
  marketplace_user_offering_consents_destroy: operation({
    ...consents,
    method: 'delete',
    path: CONSENT,
    summary: 'Delete a consent',
    success: { status: 204 },
  }),
  marketplace_user_offering_consents_revoke: operation({
    ...consents,
    method: 'post',
    path: `${CONSENT}revoke/`,
    summary: 'Revoke a consent',
    success: ok(UserOfferingConsent),
  }),
} as const
