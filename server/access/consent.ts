import { sql, type Sql } from '../db/sql.ts'

// Whether people agree that a provider sees them, offering by offering; `app_user` is in scope.

/** Has agreed to the terms of an offering, and not withdrawn. */
export const hasConsented = (offeringId: Sql): Sql => sql`exists (
  select 1 from user_offering_consent as consent
  where consent.offering_id = ${offeringId} and consent.user_id = app_user.id and consent.revocation_date is null
)`

/** The offering asks for no agreement. */
export const hasNoTerms = (offeringId: Sql): Sql => sql`not exists (
  select 1 from offering_terms_of_service as terms
  where terms.offering_id = ${offeringId} and terms.is_active
)`
