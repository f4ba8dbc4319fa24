import { isoUuid, sql, type Sql } from '../../db/sql.ts'

/** A payment profile as nested JSON; `payment_profile` and its organization as `customer` must be in scope. */
export const paymentProfileJson = (origin: string): Sql => sql`jsonb_build_object(
  'uuid', ${isoUuid(sql`payment_profile.uuid`)},
  'url', ${origin} || '/api/payment-profiles/' || ${isoUuid(sql`payment_profile.uuid`)} || '/',
  'name', payment_profile.name,
  'organization_uuid', ${isoUuid(sql`customer.uuid`)},
  'organization', ${origin} || '/api/customers/' || ${isoUuid(sql`customer.uuid`)} || '/',
  'attributes', payment_profile.attributes,
  'payment_type', payment_profile.payment_type,
  'payment_type_display', case payment_profile.payment_type
    when 'fixed_price' then 'Fixed-price contract'
    when 'invoices' then 'Monthly invoices'
    else 'Payment gateways (monthly)'
  end,
  'is_active', payment_profile.is_active
)`
