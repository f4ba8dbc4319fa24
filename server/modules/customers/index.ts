import { retrieveCustomer } from './retrieve-customer.ts'

export const customerHandlers = { customers_retrieve: retrieveCustomer }
