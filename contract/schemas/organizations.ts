import { z } from 'zod'
import { bool, integer, orderEnum, text, url, uuid } from '../wire.ts'

export const OrganizationGroup = z
  .object({
    uuid: uuid(),
    url: url(),
    name: text(),
    parent_uuid: uuid(),
    parent_name: text(),
    parent: url().nullable(),
    customers_count: integer(),
  })
  .partial()
  .meta({ id: 'OrganizationGroup' })

export const PaymentTypeEnum = z.enum(['fixed_price', 'invoices', 'payment_gw_monthly']).meta({ id: 'PaymentTypeEnum' })

export const PaymentProfileAttributes = z
  .object({
    end_date: text(),
    agreement_number: text(),
    contract_sum: integer(),
  })
  .partial()
  .meta({ id: 'PaymentProfileAttributes' })

export const PaymentProfile = z
  .object({
    uuid: uuid(),
    url: url(),
    name: text(),
    organization_uuid: uuid(),
    organization: url(),
    attributes: PaymentProfileAttributes,
    payment_type: PaymentTypeEnum,
    payment_type_display: text(),
    is_active: bool().nullable(),
  })
  .partial()
  .meta({ id: 'PaymentProfile' })

export const PAYMENT_PROFILE_ORDER = ['is_active', 'name', 'payment_type'] as const
export const PaymentProfileOEnum = orderEnum(PAYMENT_PROFILE_ORDER, 'PaymentProfileOEnum')
