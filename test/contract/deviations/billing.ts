import type { Deviations } from './deviations.ts'

export const billingDeviations: Deviations = {
  'schemas/ComponentUsage/usage': ['number:double', 'C-140'],
  'schemas/ComponentUserUsage/usage': ['number:double', 'C-140'],
  'operations/invoices_items_retrieve/answers/200': ['application/json array<@InvoiceItem>', 'C-152'],
  'schemas/InvoiceItemDetail/offering_uuid': ['string:uuid', 'C-154'],
}
