import { listCountries } from './countries.ts'
import { createCustomer } from './create-customer.ts'
import { destroyCustomer } from './destroy-customer.ts'
import { listCustomers } from './list-customers.ts'
import { listCustomerUsers } from './list-users.ts'
import { retrieveCustomer } from './retrieve-customer.ts'
import { retrieveCustomerStats } from './stats.ts'
import { updateContact } from './update-contact.ts'
import { patchCustomer, updateCustomer } from './update-customer.ts'
import { updateOrganizationGroups } from './update-groups.ts'

export { customerConditions, existingGroups, holdsAnyRole } from './filters.ts'
export { memberConditions, memberOrder } from './member-filters.ts'
export { countryName } from './countries.ts'
export { seesCustomerDetails } from './sees-details.ts'

export const customerHandlers = {
  customers_list: listCustomers,
  customers_create: createCustomer,
  customers_retrieve: retrieveCustomer,
  customers_update: updateCustomer,
  customers_partial_update: patchCustomer,
  customers_destroy: destroyCustomer,
  customers_update_organization_groups: updateOrganizationGroups,
  customers_contact: updateContact,
  customers_users_list: listCustomerUsers,
  customers_stats_retrieve: retrieveCustomerStats,
  customers_countries_list: listCountries,
}
