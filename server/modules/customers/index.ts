import { retrieveCustomer } from './retrieve-customer.ts'

export { seesCustomerDetails } from './sees-details.ts'

export const customerHandlers = { customers_retrieve: retrieveCustomer }
