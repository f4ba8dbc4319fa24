import { NOT_FOUND, type Area } from '../../area.ts'
import type { Made, Marketplace, TestApp } from '../../../harness/index.ts'

// Invoices are for owners and support of the organization that pays; staff alone writes.

//                 anon bad exp inac plai memb admi cown own mana omgr othr supp staf
const LISTED = '401 401 401 401 200 200 200 200 200 200 200 200 200 200'
const sees = {
  own: '0 0 0 0 0 0 0 1 0 0 0 0 1 1',
  other: '0 0 0 0 0 0 0 0 0 0 0 0 1 1',
}
const VISIBLE = {
  own: '401 401 401 401 404 404 404 200 404 404 404 404 200 200',
  other: '401 401 401 401 404 404 404 404 404 404 404 404 200 200',
  none: NOT_FOUND,
}
const byStaff = (status: number) => ({
  own: `401 401 401 401 404 404 404 403 404 404 404 404 403 ${String(status)}`,
  other: `401 401 401 401 404 404 404 404 404 404 404 404 403 ${String(status)}`,
  none: NOT_FOUND,
})

const makeInvoice = ({ world }: TestApp, { consumer }: Marketplace, state = 'created', year = 2024): Promise<Made> =>
  world.insert('invoice', { customer_id: consumer.id, year, month: 1, state })

const makeItem = async (app: TestApp, market: Marketplace): Promise<Made> => {
  const invoice = await makeInvoice(app, market)
  return app.world.insert('invoice_item', {
    ...{ invoice_id: invoice.id, resource_id: market.resource.id, project_id: market.project.id },
    ...{ name: 'Sample', unit: 'quantity', unit_price: '1', quantity: '2' },
  })
}

const onInvoice = (action: string, body?: unknown) => ({
  make: async (app: TestApp, market: Marketplace, unknown: string | undefined) => ({
    path: `/api/invoices/${unknown ?? (await makeInvoice(app, market)).hex}/${action}`,
    body,
  }),
})

const onItem = (action: string, body?: unknown) => ({
  make: async (app: TestApp, market: Marketplace, unknown: string | undefined) => ({
    path: `/api/invoice-items/${unknown ?? (await makeItem(app, market)).hex}/${action}`,
    body,
  }),
})

export const invoices: Area = {
  invoices_list: {
    make: async (app, market) => ({
      path: '/api/invoices/',
      query: { customer_uuid: market.consumer.hex },
      row: (await makeInvoice(app, market)).hex,
    }),
    own: LISTED,
    other: LISTED,
    sees,
  },
  invoices_retrieve: { ...onInvoice(''), ...VISIBLE },
  invoices_items_retrieve: { ...onInvoice('items/'), ...VISIBLE },
  invoices_stats_list: { ...onInvoice('stats/'), ...VISIBLE },
  invoices_growth_retrieve: {
    make: async () => ({ path: '/api/invoices/growth/' }),
    own: LISTED,
    other: LISTED,
  },
  invoices_paid: { ...onInvoice('paid/', { date: '2024-02-01' }), ...byStaff(200) },
  invoices_set_backend_id: { ...onInvoice('set_backend_id/', { backend_id: 'x' }), ...byStaff(200) },
  invoices_set_payment_url: {
    ...onInvoice('set_payment_url/', { payment_url: 'https://example.org/pay' }),
    ...byStaff(200),
  },
  invoices_set_reference_number: {
    ...onInvoice('set_reference_number/', { reference_number: 'x' }),
    ...byStaff(200),
  },
  invoice_items_list: {
    make: async (app, market) => ({
      path: '/api/invoice-items/',
      query: { customer_uuid: market.consumer.hex },
      row: (await makeItem(app, market)).hex,
    }),
    own: LISTED,
    other: LISTED,
    sees,
  },
  invoice_items_total_price_retrieve: {
    make: async () => ({ path: '/api/invoice-items/total_price/' }),
    own: LISTED,
    other: LISTED,
  },
  invoice_items_retrieve: { ...onItem(''), ...VISIBLE },
  invoice_items_update: { ...onItem('', { quantity: '3' }), ...byStaff(200) },
  invoice_items_partial_update: { ...onItem('', { quantity: '3' }), ...byStaff(200) },
  invoice_items_destroy: { ...onItem(''), ...byStaff(204) },
  invoice_items_create_compensation: {
    ...onItem('create_compensation/', { offering_component_name: 'CPU' }),
    ...byStaff(200),
  },
  invoice_items_migrate_to: {
    make: async (app, market, unknown) => {
      const item = unknown ?? (await makeItem(app, market)).hex
      const next = await makeInvoice(app, market, 'pending', 2025)
      return {
        path: `/api/invoice-items/${item}/migrate_to/`,
        body: { invoice: `http://api.test/api/invoices/${next.hex}/` },
      }
    },
    ...byStaff(200),
  },
}
