import { NOT_FOUND, type Area, type AreaRow } from '../../area.ts'
import type { Marketplace, TestApp } from '../../../harness/index.ts'
import { EVERY_USER, listedForProvider, OFFERINGS, onPublic, seenByProvider } from './lines.ts'

const TERMS = '/api/marketplace-offering-terms-of-service/'
const CONSENTS = '/api/marketplace-user-offering-consents/'

const terms = ({ world }: TestApp, { offering }: Marketplace) =>
  world.insert('offering_terms_of_service', { offering_id: offering.id, version: '1', is_active: true })

/** The consent of a user who is none of the callers. */
const consent = async ({ world }: TestApp, { offering }: Marketplace) =>
  world.insert('user_offering_consent', { offering_id: offering.id, user_id: (await world.user()).id })

const onTerms = (body?: unknown): AreaRow['make'] => {
  return async (app, market, unknown) => ({ path: `${TERMS}${unknown ?? (await terms(app, market)).hex}/`, body })
}

const onConsent = (action = '', body?: unknown): AreaRow['make'] => {
  return async (app, market, unknown) => ({
    path: `${CONSENTS}${unknown ?? (await consent(app, market)).hex}/${action}`,
    body,
  })
}

/** Of another user: seen by the provider, changed by staff. */
const byStaff = (done: number) => ({
  own: `401 401 401 401 404 404 404 404 403 403 403 404 403 ${String(done)}`,
  other: `401 401 401 401 404 404 404 404 404 404 404 403 403 ${String(done)}`,
  none: NOT_FOUND,
})

export const termsRows: Area = {
  marketplace_offering_terms_of_service_list: {
    make: async (app, market) => ({
      path: TERMS,
      query: { offering_uuid: market.offering.hex },
      row: (await terms(app, market)).hex,
    }),
    own: EVERY_USER,
    other: EVERY_USER,
    sees: { own: '0 0 0 0 1 1 1 1 1 1 1 1 1 1', other: '0 0 0 0 1 1 1 1 1 1 1 1 1 1' },
  },
  marketplace_offering_terms_of_service_create: {
    make: async (_app, { offering }, unknown) => ({
      path: TERMS,
      body: { offering: `${OFFERINGS}${unknown ?? offering.hex}/`, version: '1' },
    }),
    ...onPublic(201, true),
    none: '401 401 401 401 400 400 400 400 400 400 400 400 400 400',
  },
  marketplace_offering_terms_of_service_retrieve: {
    make: onTerms(),
    own: EVERY_USER,
    other: EVERY_USER,
    none: NOT_FOUND,
  },
  marketplace_offering_terms_of_service_update: { make: onTerms({}), ...onPublic(200, true) },
  marketplace_offering_terms_of_service_partial_update: { make: onTerms({}), ...onPublic(200, true) },
  marketplace_offering_terms_of_service_destroy: { make: onTerms(), ...onPublic(204, true) },
  marketplace_user_offering_consents_list: {
    make: async (app, market) => ({
      path: CONSENTS,
      query: { offering_uuid: market.offering.hex },
      row: (await consent(app, market)).hex,
    }),
    ...listedForProvider,
  },
  marketplace_user_offering_consents_create: {
    make: async (app, market, unknown) => {
      if (unknown === undefined) await terms(app, market)
      return { path: CONSENTS, body: { offering: `${OFFERINGS}${unknown ?? market.offering.hex}/` } }
    },
    own: '401 401 401 401 201 201 201 201 201 201 201 201 201 201',
    other: '401 401 401 401 201 201 201 201 201 201 201 201 201 201',
    none: '401 401 401 401 400 400 400 400 400 400 400 400 400 400',
  },
  marketplace_user_offering_consents_retrieve: { make: onConsent(), ...seenByProvider },
  marketplace_user_offering_consents_update: { make: onConsent('', { version: '2' }), ...byStaff(200) },
  marketplace_user_offering_consents_partial_update: { make: onConsent('', { version: '2' }), ...byStaff(200) },
  marketplace_user_offering_consents_destroy: { make: onConsent(), ...byStaff(204) },
  marketplace_user_offering_consents_revoke: { make: onConsent('revoke/'), ...byStaff(200) },
}
