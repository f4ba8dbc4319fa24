import { retrieveCustomer } from './retrieve-customer.ts'

export { countryName } from './countries.ts'

export const customerHandlers = { customers_retrieve: retrieveCustomer }
