import { z } from 'zod'
import {
  anyJson,
  bool,
  date,
  decimal,
  double,
  email,
  fieldEnum,
  integer,
  orderEnum,
  text,
  timestamp,
  url,
  uuid,
} from '../wire.ts'
import { BillingUnit } from './catalogue.ts'

export const InvoiceStateEnum = z
  .enum(['pending', 'pending_finalization', 'created', 'paid', 'canceled'])
  .meta({ id: 'InvoiceStateEnum' })

export const CustomerDetails = z
  .object({
    name: text(),
    address: text(),
    country: text(),
    country_name: text().nullable(),
    email: email(),
    postal: text(),
    phone_number: text(),
    bank_name: text(),
    bank_account: text(),
    vat_code: text(),
  })
  .partial()
  .meta({ id: 'CustomerDetails' })

export const ResourceLimitPeriod = z
  .object({
    start: text(),
    end: text(),
    quantity: integer(),
    billing_periods: integer(),
    total: text(),
  })
  .partial()
  .meta({ id: 'ResourceLimitPeriod' })

/** Items that were loaded or written by hand may say more. */
export const InvoiceItemDetails = z
  .looseObject({
    resource_name: text(),
    resource_uuid: uuid(),
    plan_name: text(),
    plan_uuid: uuid(),
    offering_type: text(),
    offering_name: text(),
    offering_uuid: uuid(),
    service_provider_name: text(),
    service_provider_uuid: uuid(),
    plan_component_id: integer(),
    offering_component_type: text(),
    offering_component_name: text(),
    resource_limit_periods: z.array(ResourceLimitPeriod),
  })
  .partial()
  .meta({ id: 'InvoiceItemDetails' })

export const InvoiceItem = z
  .object({
    uuid: uuid(),
    url: url(),
    name: text(),
    price: double(),
    tax: decimal(),
    total: decimal(),
    unit_price: decimal(),
    unit: BillingUnit,
    factor: integer(),
    measured_unit: text(),
    start: timestamp(),
    end: timestamp(),
    article_code: text(),
    project_name: text(),
    project_uuid: uuid().nullable(),
    quantity: decimal(),
    details: InvoiceItemDetails,
    resource: url().nullable(),
    resource_uuid: uuid(),
    resource_name: text(),
    billing_type: text(),
    backend_uuid: uuid().nullable(),
    credit: bool(),
  })
  .partial()
  .meta({ id: 'InvoiceItem' })

export const INVOICE_ITEM_ORDER = ['name', 'project_name', 'provider_name', 'resource_name'] as const
export const InvoiceItemOEnum = orderEnum(INVOICE_ITEM_ORDER, 'InvoiceItemOEnum')

export const Invoice = z
  .object({
    url: url(),
    uuid: uuid(),
    number: integer(),
    customer: url(),
    price: decimal(),
    tax: decimal(),
    total: decimal(),
    state: InvoiceStateEnum,
    year: integer(),
    month: integer(),
    issuer_details: CustomerDetails,
    invoice_date: date().nullable(),
    due_date: date(),
    customer_details: CustomerDetails,
    items: z.array(InvoiceItem),
    backend_id: text(),
    // Empty when there is none.
    payment_url: z.string().meta({ format: 'uri' }),
    reference_number: text(),
    compensations: double(),
    incurred_costs: double(),
  })
  .partial()
  .meta({ id: 'Invoice' })

export const InvoiceFieldEnum = fieldEnum(Invoice, 'InvoiceFieldEnum')
export const INVOICE_ORDER = ['created', 'month', 'year'] as const
export const InvoiceOEnum = orderEnum(INVOICE_ORDER, 'InvoiceOEnum')

export const InvoiceStatsOffering = z
  .object({
    offering_name: text(),
    aggregated_price: double(),
    aggregated_tax: double(),
    aggregated_total: double(),
    service_category_title: text(),
    service_provider_name: text(),
    service_provider_uuid: uuid(),
  })
  .meta({ id: 'InvoiceStatsOffering' })

export const InvoiceGrowthCustomerPeriod = z
  .object({
    name: text(),
    periods: z.array(double()),
  })
  .meta({ id: 'InvoiceGrowthCustomerPeriod' })

export const InvoiceGrowth = z
  .object({
    periods: z.array(text()),
    total_periods: z.array(double()),
    other_periods: z.array(double()),
    customer_periods: z.array(InvoiceGrowthCustomerPeriod),
  })
  .meta({ id: 'InvoiceGrowth' })

export const InvoiceItemDetail = z
  .object({
    invoice: url(),
    resource: url().nullable().optional(),
    uuid: uuid(),
    article_code: text().optional(),
    unit_price: decimal().optional(),
    unit: BillingUnit.optional(),
    quantity: decimal().optional(),
    measured_unit: text().optional(),
    name: text().optional(),
    start: timestamp().optional(),
    end: timestamp().optional(),
    price: double(),
    details: anyJson().optional(),
    // C-154: absent for items without a resource.
    offering_uuid: uuid().optional(),
    offering_name: text().nullable(),
    offering_component_type: text().nullable(),
    project_uuid: uuid().nullable(),
    project_name: text(),
    customer_uuid: uuid(),
    customer_name: text(),
  })
  .meta({ id: 'InvoiceItemDetail' })

export const InvoiceItemUpdate = z
  .object({
    article_code: text(),
    quantity: decimal(),
    unit_price: decimal(),
    start: timestamp(),
    end: timestamp(),
  })
  .partial()
  .meta({ id: 'InvoiceItemUpdate' })

export const InvoiceItemCompensation = z
  .object({ offering_component_name: text() })
  .meta({ id: 'InvoiceItemCompensation' })

export const InvoiceItemMigrateTo = z.object({ invoice: url() }).meta({ id: 'InvoiceItemMigrateTo' })

export const InvoiceItemTotalPrice = z.object({ total_price: decimal() }).meta({ id: 'InvoiceItemTotalPrice' })
