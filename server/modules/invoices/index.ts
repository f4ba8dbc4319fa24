import { retrieveGrowth } from './growth.ts'
import { listInvoices, listInvoiceStats, listItemsOfInvoice, retrieveInvoice } from './read-invoices.ts'
import { markPaid, setBackendId, setPaymentUrl, setReferenceNumber } from './write-invoices.ts'

export const invoiceHandlers = {
  invoices_list: listInvoices,
  invoices_retrieve: retrieveInvoice,
  invoices_items_retrieve: listItemsOfInvoice,
  invoices_stats_list: listInvoiceStats,
  invoices_growth_retrieve: retrieveGrowth,
  invoices_paid: markPaid,
  invoices_set_backend_id: setBackendId,
  invoices_set_payment_url: setPaymentUrl,
  invoices_set_reference_number: setReferenceNumber,
}
