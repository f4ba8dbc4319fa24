import { z } from 'zod'
import { fileField, linkField, nullableTimeField, textField, urlField } from '../fields.ts'
import { FORM_BODIES, operation } from '../operation.ts'
import { fieldParam, orderParam } from '../list-params.ts'
import {
  boolParam,
  choicesParam,
  dateBoundParam,
  numberParam,
  textParam,
  urlParam,
  uuidParam,
  wholeNumberParam,
} from '../params.ts'
import {
  Invoice,
  INVOICE_ITEM_ORDER,
  INVOICE_ORDER,
  InvoiceFieldEnum,
  InvoiceGrowth,
  InvoiceItem,
  InvoiceItemCompensation,
  InvoiceItemDetail,
  InvoiceItemMigrateTo,
  InvoiceItemOEnum,
  InvoiceItemTotalPrice,
  InvoiceItemUpdate,
  InvoiceOEnum,
  InvoiceStateEnum,
  InvoiceStatsOffering,
} from '../schemas/invoices.ts'
import { dateField, decimalField } from '../value-fields.ts'
import { jsonBody, listQuery, ok } from './shared.ts'

const INVOICES = '/api/invoices/'
const ITEMS = '/api/invoice-items/'

const invoiceFilters = {
  accounting_is_running: boolParam(),
  created: dateBoundParam('created'),
  customer: urlParam('customers'),
  customer_uuid: uuidParam(),
  end_date: dateBoundParam('end_date'),
  month: wholeNumberParam(),
  start_date: dateBoundParam('start_date'),
  state: choicesParam(InvoiceStateEnum.options, 'InvoiceStateEnum'),
  year: wholeNumberParam(),
}

const itemFilters = {
  credit_uuid: uuidParam(),
  customer_uuid: uuidParam(),
  month: wholeNumberParam(),
  offering_uuid: uuidParam(),
  project_uuid: uuidParam(),
  resource_uuid: uuidParam(),
  start_month: numberParam(),
  start_year: numberParam(),
  year: wholeNumberParam(),
}

const invoiceOrder = () => orderParam(INVOICE_ORDER, InvoiceOEnum)
const invoiceFields = () => fieldParam(InvoiceFieldEnum.options, 'InvoiceFieldEnum')

const amountField = () => decimalField({ digits: 22, places: 10 })
const timeField = () => nullableTimeField().meta({ type: 'string', format: 'date-time' })

const itemBody = z.object({
  article_code: textField({ max: 30 }).optional(),
  quantity: amountField().optional(),
  unit_price: amountField().optional(),
  start: timeField(),
  end: timeField(),
})

export const invoiceOperations = {
  invoices_list: operation({
    method: 'get',
    path: INVOICES,
    tag: 'invoices',
    summary: 'List invoices',
    query: listQuery({ ...invoiceFilters, field: invoiceFields(), o: invoiceOrder() }),
    success: ok(z.array(Invoice)),
    count: { operationId: 'invoices_count' },
  }),
  invoices_retrieve: operation({
    method: 'get',
    path: `${INVOICES}{uuid}/`,
    tag: 'invoices',
    summary: 'Get an invoice',
    query: z.object({ field: invoiceFields() }),
    success: ok(Invoice),
  }),
  invoices_items_retrieve: operation({
    method: 'get',
    path: `${INVOICES}{uuid}/items/`,
    tag: 'invoices',
    summary: 'List the items of an invoice',
    query: z.object({
      conceal_compensation_items: boolParam(),
      o: orderParam(INVOICE_ITEM_ORDER, InvoiceItemOEnum, { single: true }),
      offering_uuid: uuidParam(),
      project_uuid: uuidParam(),
      provider_uuid: uuidParam(),
      query: textParam(),
    }),
    success: ok(z.array(InvoiceItem)),
    unpaged: true,
  }),
  invoices_stats_list: operation({
    method: 'get',
    path: `${INVOICES}{uuid}/stats/`,
    tag: 'invoices',
    summary: 'Sum the items of an invoice by offering',
    // The filters of invoices are published here, too; the invoice is given already.
    query: listQuery({ ...invoiceFilters, o: invoiceOrder(), provider_uuid: uuidParam() }),
    success: ok(z.array(InvoiceStatsOffering)),
    count: { operationId: 'invoices_stats_count' },
  }),
  invoices_growth_retrieve: operation({
    method: 'get',
    path: `${INVOICES}growth/`,
    tag: 'invoices',
    summary: 'Compare the months of the past year by organization',
    query: z.object({
      accounting_is_running: boolParam(),
      accounting_mode: textParam(),
      customers_count: wholeNumberParam(),
    }),
    success: ok(InvoiceGrowth),
  }),
  invoices_paid: operation({
    method: 'post',
    path: `${INVOICES}{uuid}/paid/`,
    tag: 'invoices',
    summary: 'Mark an invoice as paid',
    body: {
      schema: z.object({ date: dateField(), proof: fileField().meta({ type: 'string', format: 'binary' }) }),
      components: {
        'application/json': 'PaidRequest',
        'application/x-www-form-urlencoded': 'PaidRequestForm',
        'multipart/form-data': 'PaidRequestMultipart',
      },
      types: FORM_BODIES,
      required: true,
    },
    success: ok(Invoice),
  }),
  invoices_set_backend_id: operation({
    method: 'post',
    path: `${INVOICES}{uuid}/set_backend_id/`,
    tag: 'invoices',
    summary: 'Set the id of an invoice in another system',
    body: jsonBody('BackendIdRequest', z.object({ backend_id: textField({ max: 255 }).optional() }), false),
    success: { status: 200 },
  }),
  invoices_set_payment_url: operation({
    method: 'post',
    path: `${INVOICES}{uuid}/set_payment_url/`,
    tag: 'invoices',
    summary: 'Set the address at which an invoice is paid',
    body: jsonBody('PaymentURLRequest', z.object({ payment_url: urlField().optional() }), false),
    success: { status: 200 },
  }),
  invoices_set_reference_number: operation({
    method: 'post',
    path: `${INVOICES}{uuid}/set_reference_number/`,
    tag: 'invoices',
    summary: 'Set the reference number of an invoice',
    body: jsonBody('ReferenceNumberRequest', z.object({ reference_number: textField({ max: 300 }).optional() }), false),
    success: { status: 200 },
  }),
  invoice_items_list: operation({
    method: 'get',
    path: ITEMS,
    tag: 'invoice-items',
    summary: 'List items of invoices',
    query: listQuery(itemFilters),
    success: ok(z.array(InvoiceItemDetail)),
    count: { operationId: 'invoice_items_count' },
  }),
  invoice_items_retrieve: operation({
    method: 'get',
    path: `${ITEMS}{uuid}/`,
    tag: 'invoice-items',
    summary: 'Get an item of an invoice',
    success: ok(InvoiceItemDetail),
  }),
  invoice_items_total_price_retrieve: operation({
    method: 'get',
    path: `${ITEMS}total_price/`,
    tag: 'invoice-items',
    summary: 'Sum items of invoices, without tax',
    query: z.object(itemFilters),
    success: ok(InvoiceItemTotalPrice),
  }),
  invoice_items_update: operation({
    method: 'put',
    path: `${ITEMS}{uuid}/`,
    tag: 'invoice-items',
    summary: 'Change an item of an invoice',
    body: jsonBody('InvoiceItemUpdateRequest', itemBody, false),
    success: ok(InvoiceItemUpdate),
  }),
  invoice_items_partial_update: operation({
    method: 'patch',
    path: `${ITEMS}{uuid}/`,
    tag: 'invoice-items',
    summary: 'Change an item of an invoice',
    body: jsonBody('PatchedInvoiceItemUpdateRequest', itemBody, false),
    success: ok(InvoiceItemUpdate),
  }),
  invoice_items_destroy: operation({
    method: 'delete',
    path: `${ITEMS}{uuid}/`,
    tag: 'invoice-items',
    summary: 'Delete an item of an invoice',
    success: { status: 204 },
  }),
  invoice_items_create_compensation: operation({
    method: 'post',
    path: `${ITEMS}{uuid}/create_compensation/`,
    tag: 'invoice-items',
    summary: 'Give back what an item cost, on the current invoice',
    body: jsonBody(
      'InvoiceItemCompensationRequest',
      z.object({ offering_component_name: textField({ blank: false }) }),
      true,
    ),
    success: ok(InvoiceItemCompensation),
  }),
  invoice_items_migrate_to: operation({
    method: 'post',
    path: `${ITEMS}{uuid}/migrate_to/`,
    tag: 'invoice-items',
    summary: 'Move an item to another invoice',
    body: jsonBody('InvoiceItemMigrateToRequest', z.object({ invoice: linkField() }), true),
    success: ok(InvoiceItemMigrateTo),
  }),
} as const
