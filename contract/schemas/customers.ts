import { z } from 'zod'
import { email, fieldEnum, integer, text, url, uuid } from '../wire.ts'
import { NestedPriceEstimate } from './estimates.ts'
import { PaymentProfile } from './organizations.ts'

export const ProviderProject = z
  .object({
    uuid: uuid(),
    name: text(),
    image: url().nullable(),
  })
  .partial()
  .meta({ id: 'ProviderProject' })

export const ProviderUser = z
  .object({
    uuid: uuid(),
    full_name: text(),
    email: email(),
    image: url().nullable(),
  })
  .partial()
  .meta({ id: 'ProviderUser' })

export const MarketplaceProviderCustomer = z
  .object({
    uuid: uuid(),
    name: text(),
    slug: text(),
    abbreviation: text(),
    phone_number: text(),
    email: email(),
    payment_profiles: z.array(PaymentProfile).nullable(),
    billing_price_estimate: NestedPriceEstimate,
    projects_count: integer(),
    users_count: integer(),
    projects: z.array(ProviderProject),
    users: z.array(ProviderUser),
  })
  .partial()
  .meta({ id: 'MarketplaceProviderCustomer' })

export const MarketplaceProviderCustomerFieldEnum = fieldEnum(
  MarketplaceProviderCustomer,
  'MarketplaceProviderCustomerFieldEnum',
)
