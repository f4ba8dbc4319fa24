import { z } from 'zod'
import { operation } from '../../operation.ts'
import { fieldParam } from '../../list-params.ts'
import { boolParam, rawParam, yearMonthParam } from '../../params.ts'
import { CourseAccount, CustomerServiceAccount, ProjectServiceAccount } from '../../schemas/accounts.ts'
import { User, UserFieldEnum } from '../../schemas/identity.ts'
import {
  OfferingComponentStat,
  OfferingStats,
  ProviderOfferingCosts,
  ProviderOfferingCustomer,
  ProviderOfferingCustomerFieldEnum,
  ToSConsentDashboard,
  UserResourceAccess,
} from '../../schemas/offering-answers.ts'
import { BasePublicPlan, PublicOfferingDetails, PublicOfferingDetailsFieldEnum } from '../../schemas/offerings.ts'
import { OrderDetails, OrderDetailsFieldEnum } from '../../schemas/orders.ts'
import { Project, ProjectFieldEnum } from '../../schemas/projects.ts'
import { listQuery, ok } from '../shared.ts'
import { OFFERING, offeringListQuery, offeringTag } from './provider-offerings.ts'

const PUBLIC = '/api/marketplace-public-offerings/'
const publicTag = { tag: 'marketplace-public-offerings', anonymous: true } as const

const publicFields = { field: fieldParam(PublicOfferingDetailsFieldEnum.options, 'PublicOfferingDetailsFieldEnum') }

export const offeringReadOperations = {
  marketplace_provider_offerings_stats_retrieve: operation({
    ...offeringTag,
    method: 'get',
    path: `${OFFERING}stats/`,
    summary: 'Count live resources of an offering and their organizations',
    success: ok(OfferingStats),
  }),
  marketplace_provider_offerings_costs_list: operation({
    ...offeringTag,
    method: 'get',
    path: `${OFFERING}costs/`,
    summary: 'List the income of an offering by month',
    query: listQuery({ accounting_is_running: boolParam(), start: yearMonthParam(), end: yearMonthParam() }),
    success: ok(z.array(ProviderOfferingCosts)),
    count: { operationId: 'marketplace_provider_offerings_costs_count' },
  }),
  marketplace_provider_offerings_component_stats_list: operation({
    ...offeringTag,
    method: 'get',
    path: `${OFFERING}component_stats/`,
    summary: 'List the usage of an offering by month and component',
    query: listQuery({ start: yearMonthParam(), end: yearMonthParam() }),
    success: ok(z.array(OfferingComponentStat)),
    count: { operationId: 'marketplace_provider_offerings_component_stats_count' },
  }),
  marketplace_provider_offerings_customers_list: operation({
    ...offeringTag,
    method: 'get',
    path: `${OFFERING}customers/`,
    summary: 'List the organizations that use an offering',
    query: listQuery({
      field: fieldParam(ProviderOfferingCustomerFieldEnum.options, 'ProviderOfferingCustomerFieldEnum'),
    }),
    success: ok(z.array(ProviderOfferingCustomer)),
    count: { operationId: 'marketplace_provider_offerings_customers_count' },
  }),
  marketplace_provider_offerings_orders_list: operation({
    ...offeringTag,
    method: 'get',
    path: `${OFFERING}orders/`,
    summary: 'List the orders of an offering',
    query: listQuery({ field: fieldParam(OrderDetailsFieldEnum.options, 'OrderDetailsFieldEnum') }),
    success: ok(z.array(OrderDetails)),
    count: { operationId: 'marketplace_provider_offerings_orders_count' },
  }),
  marketplace_provider_offerings_orders_retrieve: operation({
    ...offeringTag,
    method: 'get',
    path: `${OFFERING}orders/{order_uuid}/`,
    summary: 'Get an order of an offering',
    success: ok(OrderDetails),
  }),
  marketplace_provider_offerings_list_customer_projects_list: operation({
    ...offeringTag,
    method: 'get',
    path: `${OFFERING}list_customer_projects/`,
    summary: 'List the projects that use an offering',
    query: listQuery({ field: fieldParam(ProjectFieldEnum.options, 'ProjectFieldEnum') }),
    success: ok(z.array(Project)),
    count: { operationId: 'marketplace_provider_offerings_list_customer_projects_count' },
  }),
  marketplace_provider_offerings_list_customer_users_list: operation({
    ...offeringTag,
    method: 'get',
    path: `${OFFERING}list_customer_users/`,
    summary: 'List the users of projects that use an offering',
    query: listQuery({ field: fieldParam(UserFieldEnum.options, 'UserFieldEnum') }),
    success: ok(z.array(User)),
    count: { operationId: 'marketplace_provider_offerings_list_customer_users_count' },
  }),
  marketplace_provider_offerings_list_course_accounts_list: operation({
    ...offeringTag,
    method: 'get',
    path: `${OFFERING}list_course_accounts/`,
    summary: 'List the course accounts of projects that use an offering',
    query: listQuery({}),
    success: ok(z.array(CourseAccount)),
    count: { operationId: 'marketplace_provider_offerings_list_course_accounts_count' },
  }),
  marketplace_provider_offerings_list_project_service_accounts_list: operation({
    ...offeringTag,
    method: 'get',
    path: `${OFFERING}list_project_service_accounts/`,
    summary: 'List the service accounts of projects that use an offering',
    query: listQuery({}),
    success: ok(z.array(ProjectServiceAccount)),
    count: { operationId: 'marketplace_provider_offerings_list_project_service_accounts_count' },
  }),
  marketplace_provider_offerings_list_customer_service_accounts_list: operation({
    ...offeringTag,
    method: 'get',
    path: `${OFFERING}list_customer_service_accounts/`,
    summary: 'List the service accounts of organizations that use an offering',
    query: listQuery({}),
    success: ok(z.array(CustomerServiceAccount)),
    count: { operationId: 'marketplace_provider_offerings_list_customer_service_accounts_count' },
  }),
  marketplace_provider_offerings_user_has_resource_access_retrieve: operation({
    ...offeringTag,
    method: 'get',
    path: `${OFFERING}user_has_resource_access/`,
    summary: 'Check whether a user holds a role where a resource of the offering is',
    query: z.object({ username: rawParam({ type: 'string' }, true) }),
    success: ok(UserResourceAccess),
  }),
  marketplace_provider_offerings_tos_stats_retrieve: operation({
    ...offeringTag,
    method: 'get',
    path: `${OFFERING}tos_stats/`,
    summary: 'Count consents to the terms of an offering',
    success: ok(ToSConsentDashboard),
  }),
  marketplace_public_offerings_list: operation({
    ...publicTag,
    method: 'get',
    path: PUBLIC,
    summary: 'List the offerings of the catalogue',
    query: listQuery({ ...offeringListQuery, ...publicFields }),
    success: ok(z.array(PublicOfferingDetails)),
    count: { operationId: 'marketplace_public_offerings_count' },
  }),
  marketplace_public_offerings_retrieve: operation({
    ...publicTag,
    method: 'get',
    path: `${PUBLIC}{uuid}/`,
    summary: 'Get an offering of the catalogue',
    query: z.object(publicFields),
    success: ok(PublicOfferingDetails),
  }),
  marketplace_public_offerings_plans_list: operation({
    ...publicTag,
    method: 'get',
    path: `${PUBLIC}{uuid}/plans/`,
    summary: 'List the plans of an offering of the catalogue',
    query: listQuery({}),
    success: ok(z.array(BasePublicPlan)),
    count: { operationId: 'marketplace_public_offerings_plans_count' },
  }),
  marketplace_public_offerings_plans_retrieve: operation({
    ...publicTag,
    method: 'get',
    path: `${PUBLIC}{uuid}/plans/{plan_uuid}/`,
    summary: 'Get a plan of an offering of the catalogue',
    success: ok(BasePublicPlan),
  }),
} as const
