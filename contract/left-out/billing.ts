import type { LeftOut } from './left-out.ts'

export const billingLeftOut = {
  invoice_items_consumptions_retrieve: {
    method: 'get',
    path: '/api/invoice-items/{uuid}/consumptions/',
    reason: 'What an item is charged for is in its details and in the usages of its resource.',
  },
  invoice_items_costs_count: {
    method: 'head',
    path: '/api/invoice-items/costs/',
    reason: 'The items by month are in the list of items.',
  },
  invoice_items_costs_list: {
    method: 'get',
    path: '/api/invoice-items/costs/',
    reason: 'The items by month are in the list of items.',
  },
  invoice_items_customer_costs_for_period_count: {
    method: 'head',
    path: '/api/invoice-items/customer_costs_for_period/',
    reason: 'Sums of items are in total_price.',
  },
  invoice_items_customer_costs_for_period_retrieve: {
    method: 'get',
    path: '/api/invoice-items/customer_costs_for_period/',
    reason: 'Sums of items are in total_price.',
  },
  invoice_items_project_costs_for_period_count: {
    method: 'head',
    path: '/api/invoice-items/project_costs_for_period/',
    reason: 'Sums of items are in total_price.',
  },
  invoice_items_project_costs_for_period_retrieve: {
    method: 'get',
    path: '/api/invoice-items/project_costs_for_period/',
    reason: 'Sums of items are in total_price.',
  },
  invoices_history_at_retrieve: {
    method: 'get',
    path: '/api/invoices/{uuid}/history/at/',
    reason: 'Former versions of invoices are not kept; events tell what changed.',
  },
  invoices_history_list: {
    method: 'get',
    path: '/api/invoices/{uuid}/history/',
    reason: 'Former versions of invoices are not kept; events tell what changed.',
  },
  invoices_import_usage: {
    method: 'post',
    path: '/api/invoices/import_usage/',
    reason: 'Usage is reported by resource, with set_usage of marketplace-component-usages.',
  },
  invoices_send_notification: {
    method: 'post',
    path: '/api/invoices/{uuid}/send_notification/',
    reason: 'Purveyor sends no mail.',
  },
} as const satisfies Record<string, LeftOut>
