import { notImplemented } from '../../handler.ts'
import { generateSecretCode, retrieveSecretCode } from './api-secret-code.ts'
import { listCustomers, listUserCustomers } from './consumers/list-customers.ts'
import { listKeys } from './consumers/list-keys.ts'
import { listProjectPermissions } from './consumers/list-project-permissions.ts'
import { listCustomerProjects, listProjects } from './consumers/list-projects.ts'
import { listUsers } from './consumers/list-users.ts'
import { createProvider } from './create-provider.ts'
import { destroyProvider } from './destroy-provider.ts'
import { listProviders } from './list-providers.ts'
import { listOfferingTypes } from './offerings/list-offering-types.ts'
import { listOfferings } from './offerings/list-offerings.ts'
import { retrieveProvider } from './retrieve-provider.ts'
import { addUser } from './team/add-user.ts'
import { deleteUser } from './team/delete-user.ts'
import { listTeam } from './team/list-team.ts'
import { updateUser } from './team/update-user.ts'
import { patchProvider, updateProvider } from './update-provider.ts'

export const serviceProviderHandlers = {
  marketplace_service_providers_list: listProviders,
  marketplace_service_providers_create: createProvider,
  marketplace_service_providers_retrieve: retrieveProvider,
  marketplace_service_providers_update: updateProvider,
  marketplace_service_providers_partial_update: patchProvider,
  marketplace_service_providers_destroy: destroyProvider,
  service_provider_api_secret_code_retrieve: retrieveSecretCode,
  service_provider_api_secret_code_generate: generateSecretCode,
  marketplace_service_providers_list_users_list: listTeam,
  marketplace_service_providers_add_user: addUser,
  marketplace_service_providers_update_user: updateUser,
  marketplace_service_providers_delete_user: deleteUser,
  marketplace_service_providers_set_offerings_username: notImplemented,
  marketplace_service_providers_generate_site_agent_config: notImplemented,
  marketplace_service_providers_stat_retrieve: notImplemented,
  marketplace_service_providers_revenue_list: notImplemented,
  marketplace_service_providers_robot_account_customers_list: notImplemented,
  marketplace_service_providers_robot_account_projects_list: notImplemented,
  marketplace_service_providers_course_accounts_list: notImplemented,
  marketplace_service_providers_project_service_accounts_list: notImplemented,
  service_provider_checklists_summary: notImplemented,
  service_provider_compliance_overview: notImplemented,
  service_provider_offering_users_compliance: notImplemented,
  marketplace_service_providers_customers_list: listCustomers,
  marketplace_service_providers_user_customers_list: listUserCustomers,
  marketplace_service_providers_customer_projects_list: listCustomerProjects,
  marketplace_service_providers_projects_list: listProjects,
  marketplace_service_providers_project_permissions_list: listProjectPermissions,
  marketplace_service_providers_keys_list: listKeys,
  marketplace_service_providers_users_list: listUsers,
  marketplace_service_providers_offerings_list: listOfferings,
  marketplace_service_providers_offerings_types_list: listOfferingTypes,
} as const
