import { z } from 'zod'
import { operation } from '../operation.ts'
import { orderParam } from '../list-params.ts'
import { choicesParam, dateBoundParam, rawParam, textParam, urlParam, uuidParam } from '../params.ts'
import {
  COURSE_ACCOUNT_ORDER,
  CourseAccountOEnum,
  CourseAccount,
  NameUUID,
  ProjectServiceAccount,
  ServiceAccountState,
} from '../schemas/accounts.ts'
import {
  ServiceProviderChecklistSummary,
  ServiceProviderComplianceOverview,
  ServiceProviderOfferingUserCompliance,
} from '../schemas/compliance.ts'
import { ServiceProviderRevenues, ServiceProviderStatistics } from '../schemas/service-providers.ts'
import { listQuery, OF_PROVIDER, ok, PROVIDER, PROVIDERS_TAG as tag } from './shared.ts'

const accountStates = () => choicesParam(ServiceAccountState.options, 'ServiceAccountState')

export const reportOperations = {
  marketplace_service_providers_stat_retrieve: operation({
    method: 'get',
    path: `${PROVIDER}stat/`,
    tag,
    summary: 'Figures of the provider',
    success: ok(ServiceProviderStatistics),
  }),
  marketplace_service_providers_revenue_list: operation({
    method: 'get',
    path: `${PROVIDER}revenue/`,
    tag,
    summary: 'Income by month of the last year',
    query: listQuery({}),
    success: ok(z.array(ServiceProviderRevenues)),
    unpaged: true,
  }),
  marketplace_service_providers_robot_account_customers_list: operation({
    method: 'get',
    path: `${PROVIDER}robot_account_customers/`,
    tag,
    summary: 'List customers with robot accounts',
    query: listQuery({ customer_name: rawParam() }),
    success: ok(z.array(NameUUID)),
    count: { operationId: 'marketplace_service_providers_robot_account_customers_count' },
  }),
  marketplace_service_providers_robot_account_projects_list: operation({
    method: 'get',
    path: `${PROVIDER}robot_account_projects/`,
    tag,
    summary: 'List projects with robot accounts',
    query: listQuery({ project_name: rawParam() }),
    success: ok(z.array(NameUUID)),
    count: { operationId: 'marketplace_service_providers_robot_account_projects_count' },
  }),
  marketplace_service_providers_course_accounts_list: operation({
    method: 'get',
    path: `${OF_PROVIDER}course_accounts/`,
    tag,
    summary: 'List course accounts of projects that use the provider',
    query: listQuery({
      email: textParam(),
      o: orderParam(COURSE_ACCOUNT_ORDER, CourseAccountOEnum),
      project_end_date_after: dateBoundParam('project_end_date'),
      project_end_date_before: dateBoundParam('project_end_date'),
      project_start_date_after: dateBoundParam('project_start_date'),
      project_start_date_before: dateBoundParam('project_start_date'),
      project_uuid: uuidParam(),
      state: accountStates(),
      username: textParam(),
    }),
    success: ok(z.array(CourseAccount)),
    count: { operationId: 'marketplace_service_providers_course_accounts_count' },
  }),
  marketplace_service_providers_project_service_accounts_list: operation({
    method: 'get',
    path: `${OF_PROVIDER}project_service_accounts/`,
    tag,
    summary: 'List service accounts of projects that use the provider',
    query: listQuery({
      email: textParam(),
      project: urlParam('projects'),
      project_uuid: uuidParam(),
      state: accountStates(),
      username: textParam(),
    }),
    success: ok(z.array(ProjectServiceAccount)),
    count: { operationId: 'marketplace_service_providers_project_service_accounts_count' },
  }),
  service_provider_checklists_summary: operation({
    method: 'get',
    path: `${OF_PROVIDER}compliance/checklists_summary/`,
    tag,
    summary: "Checklists of the provider's offerings",
    query: listQuery({}),
    success: ok(z.array(ServiceProviderChecklistSummary)),
    count: { operationId: 'service_provider_checklists_summary_count' },
  }),
  service_provider_compliance_overview: operation({
    method: 'get',
    path: `${OF_PROVIDER}compliance/compliance_overview/`,
    tag,
    summary: 'Compliance by offering',
    query: listQuery({}),
    success: ok(z.array(ServiceProviderComplianceOverview)),
    count: { operationId: 'service_provider_compliance_overview_count' },
  }),
  service_provider_offering_users_compliance: operation({
    method: 'get',
    path: `${OF_PROVIDER}compliance/offering_users/`,
    tag,
    summary: 'Compliance by offering user',
    query: listQuery({
      compliance_status: rawParam(),
      offering_uuid: rawParam({ type: 'string', format: 'uuid' }),
    }),
    success: ok(z.array(ServiceProviderOfferingUserCompliance)),
    count: { operationId: 'service_provider_offering_users_compliance_count' },
  }),
} as const
