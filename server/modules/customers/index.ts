import { retrieveCustomer } from './retrieve-customer.ts'

export { countryName } from './countries.ts'
export { seesCustomerDetails } from './sees-details.ts'

export const customerHandlers = { customers_retrieve: retrieveCustomer }
