import { listCourseAccounts } from './accounts/list-course-accounts.ts'
import { listProjectServiceAccounts } from './accounts/list-project-service-accounts.ts'
import { listRobotAccountCustomers, listRobotAccountProjects } from './accounts/list-robot-accounts.ts'
import { generateSecretCode, retrieveSecretCode } from './api-secret-code.ts'
import { listChecklistsSummary } from './compliance/list-checklists-summary.ts'
import { listComplianceOverview } from './compliance/list-compliance-overview.ts'
import { listOfferingUsersCompliance } from './compliance/list-offering-users-compliance.ts'
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
import { listRevenue } from './reports/list-revenue.ts'
import { retrieveStat } from './reports/retrieve-stat.ts'
import { retrieveProvider } from './retrieve-provider.ts'
import { setOfferingsUsername } from './set-offerings-username.ts'
import { generateSiteAgentConfig } from './site-agent-config.ts'
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
  marketplace_service_providers_set_offerings_username: setOfferingsUsername,
  marketplace_service_providers_generate_site_agent_config: generateSiteAgentConfig,
  marketplace_service_providers_stat_retrieve: retrieveStat,
  marketplace_service_providers_revenue_list: listRevenue,
  marketplace_service_providers_robot_account_customers_list: listRobotAccountCustomers,
  marketplace_service_providers_robot_account_projects_list: listRobotAccountProjects,
  marketplace_service_providers_course_accounts_list: listCourseAccounts,
  marketplace_service_providers_project_service_accounts_list: listProjectServiceAccounts,
  service_provider_checklists_summary: listChecklistsSummary,
  service_provider_compliance_overview: listComplianceOverview,
  service_provider_offering_users_compliance: listOfferingUsersCompliance,
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
