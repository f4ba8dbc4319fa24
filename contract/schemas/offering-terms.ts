import { z } from 'zod'
import { bool, integer, text, timestamp, url, uuid } from '../wire.ts'

// Terms of service and consent: on published paths, but not in the published document of this release.

export const OfferingTermsOfService = z
  .object({
    url: url(),
    uuid: uuid(),
    created: timestamp(),
    modified: timestamp(),
    offering: url(),
    offering_uuid: uuid(),
    offering_name: text(),
    terms_of_service: text(),
    terms_of_service_link: text(),
    version: text(),
    is_active: bool(),
    requires_reconsent: bool(),
    grace_period_days: integer(),
    has_user_consent: bool(),
  })
  .meta({ id: 'OfferingTermsOfService' })

export const UserOfferingConsent = z
  .object({
    url: url(),
    uuid: uuid(),
    created: timestamp(),
    modified: timestamp(),
    user: url(),
    user_uuid: uuid(),
    user_username: text(),
    user_full_name: text(),
    offering: url(),
    offering_uuid: uuid(),
    offering_name: text(),
    agreement_date: timestamp(),
    version: text(),
    revocation_date: timestamp().nullable(),
    is_revoked: bool(),
    requires_reconsent: bool(),
  })
  .meta({ id: 'UserOfferingConsent' })
