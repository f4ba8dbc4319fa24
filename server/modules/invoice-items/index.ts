import { listItems, retrieveItem, retrieveTotalPrice } from './read-items.ts'
import { createCompensation, destroyItem, migrateItem, patchItem, updateItem } from './write-items.ts'

export const invoiceItemHandlers = {
  invoice_items_list: listItems,
  invoice_items_retrieve: retrieveItem,
  invoice_items_total_price_retrieve: retrieveTotalPrice,
  invoice_items_update: updateItem,
  invoice_items_partial_update: patchItem,
  invoice_items_destroy: destroyItem,
  invoice_items_create_compensation: createCompensation,
  invoice_items_migrate_to: migrateItem,
}
