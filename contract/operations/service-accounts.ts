import { z } from 'zod'
import { ignoredUuidField, textField, uuidField } from '../fields.ts'
import { operation } from '../operation.ts'
import { orderParam } from '../list-params.ts'
import { choicesParam, dateBoundParam, textParam, urlParam, uuidParam } from '../params.ts'
import {
  COURSE_ACCOUNT_ORDER,
  CourseAccount,
  CourseAccountOEnum,
  CustomerServiceAccount,
  ProjectServiceAccount,
  ServiceAccountState,
} from '../schemas/accounts.ts'
import { emailField, listField } from '../value-fields.ts'
import { jsonBody, listQuery, ok } from './shared.ts'

const PROJECT_ACCOUNTS = '/api/marketplace-project-service-accounts/'
const CUSTOMER_ACCOUNTS = '/api/marketplace-customer-service-accounts/'
const COURSE_ACCOUNTS = '/api/marketplace-course-accounts/'

const ofProject = { tag: 'marketplace-project-service-accounts' } as const
const ofCustomer = { tag: 'marketplace-customer-service-accounts' } as const
const ofCourse = { tag: 'marketplace-course-accounts' } as const

const serviceFilters = {
  email: textParam(),
  state: choicesParam(ServiceAccountState.options, 'ServiceAccountState'),
  username: textParam(),
}

const serviceFields = {
  username: textField({ max: 32, printable: true }).optional(),
  description: textField().optional(),
  error_traceback: textField().optional(),
  email: emailField({ blank: true }).optional(),
  preferred_identifier: textField({ max: 32 }).optional(),
}

/** Project and organization of an account never change; what is sent for them is not looked at. */
const changes = {
  project: z.object({ ...serviceFields, project: ignoredUuidField() }),
  customer: z.object({ ...serviceFields, customer: ignoredUuidField() }),
}

const courseFields = {
  email: emailField({ blank: true }).optional(),
  description: textField({ max: 4096 }).optional(),
}

const courseQuery = listQuery({
  email: textParam(),
  o: orderParam(COURSE_ACCOUNT_ORDER, CourseAccountOEnum),
  project_end_date_after: dateBoundParam('project_end_date'),
  project_end_date_before: dateBoundParam('project_end_date'),
  project_start_date_after: dateBoundParam('project_start_date'),
  project_start_date_before: dateBoundParam('project_start_date'),
  project_uuid: uuidParam(),
  state: choicesParam(ServiceAccountState.options, 'ServiceAccountState'),
  username: textParam(),
})

export const serviceAccountOperations = {
  marketplace_project_service_accounts_list: operation({
    ...ofProject,
    method: 'get',
    path: PROJECT_ACCOUNTS,
    summary: 'List service accounts of projects',
    query: listQuery({ ...serviceFilters, project: urlParam('projects'), project_uuid: uuidParam() }),
    success: ok(z.array(ProjectServiceAccount)),
    count: { operationId: 'marketplace_project_service_accounts_count' },
  }),
  marketplace_project_service_accounts_create: operation({
    ...ofProject,
    method: 'post',
    path: PROJECT_ACCOUNTS,
    summary: 'Make a service account for a project',
    body: jsonBody('ProjectServiceAccountRequest', z.object({ ...serviceFields, project: uuidField() }), true),
    success: { status: 201, schema: ProjectServiceAccount },
  }),
  marketplace_project_service_accounts_retrieve: operation({
    ...ofProject,
    method: 'get',
    path: `${PROJECT_ACCOUNTS}{uuid}/`,
    summary: 'Get a service account of a project',
    success: ok(ProjectServiceAccount),
  }),
  marketplace_project_service_accounts_update: operation({
    ...ofProject,
    method: 'put',
    path: `${PROJECT_ACCOUNTS}{uuid}/`,
    summary: 'Replace a service account of a project',
    body: jsonBody('ProjectServiceAccountRequest', changes.project, true),
    success: ok(ProjectServiceAccount),
  }),
  marketplace_project_service_accounts_partial_update: operation({
    ...ofProject,
    method: 'patch',
    path: `${PROJECT_ACCOUNTS}{uuid}/`,
    summary: 'Change a service account of a project',
    body: jsonBody('PatchedProjectServiceAccountRequest', changes.project.partial()),
    success: ok(ProjectServiceAccount),
  }),
  marketplace_project_service_accounts_destroy: operation({
    ...ofProject,
    method: 'delete',
    path: `${PROJECT_ACCOUNTS}{uuid}/`,
    summary: 'Close a service account of a project',
    success: { status: 204 },
  }),
  marketplace_project_service_accounts_rotate_api_key: operation({
    ...ofProject,
    method: 'post',
    path: `${PROJECT_ACCOUNTS}{uuid}/rotate_api_key/`,
    summary: 'Get a new key for a service account of a project',
    success: ok(ProjectServiceAccount),
  }),
  marketplace_customer_service_accounts_list: operation({
    ...ofCustomer,
    method: 'get',
    path: CUSTOMER_ACCOUNTS,
    summary: 'List service accounts of organizations',
    query: listQuery({ ...serviceFilters, customer: urlParam('customers'), customer_uuid: uuidParam() }),
    success: ok(z.array(CustomerServiceAccount)),
    count: { operationId: 'marketplace_customer_service_accounts_count' },
  }),
  marketplace_customer_service_accounts_create: operation({
    ...ofCustomer,
    method: 'post',
    path: CUSTOMER_ACCOUNTS,
    summary: 'Make a service account for an organization',
    body: jsonBody('CustomerServiceAccountRequest', z.object({ ...serviceFields, customer: uuidField() }), true),
    success: { status: 201, schema: CustomerServiceAccount },
  }),
  marketplace_customer_service_accounts_retrieve: operation({
    ...ofCustomer,
    method: 'get',
    path: `${CUSTOMER_ACCOUNTS}{uuid}/`,
    summary: 'Get a service account of an organization',
    success: ok(CustomerServiceAccount),
  }),
  marketplace_customer_service_accounts_update: operation({
    ...ofCustomer,
    method: 'put',
    path: `${CUSTOMER_ACCOUNTS}{uuid}/`,
    summary: 'Replace a service account of an organization',
    body: jsonBody('CustomerServiceAccountRequest', changes.customer, true),
    success: ok(CustomerServiceAccount),
  }),
  marketplace_customer_service_accounts_partial_update: operation({
    ...ofCustomer,
    method: 'patch',
    path: `${CUSTOMER_ACCOUNTS}{uuid}/`,
    summary: 'Change a service account of an organization',
    body: jsonBody('PatchedCustomerServiceAccountRequest', changes.customer.partial()),
    success: ok(CustomerServiceAccount),
  }),
  marketplace_customer_service_accounts_destroy: operation({
    ...ofCustomer,
    method: 'delete',
    path: `${CUSTOMER_ACCOUNTS}{uuid}/`,
    summary: 'Close a service account of an organization',
    success: { status: 204 },
  }),
  marketplace_customer_service_accounts_rotate_api_key: operation({
    ...ofCustomer,
    method: 'post',
    path: `${CUSTOMER_ACCOUNTS}{uuid}/rotate_api_key/`,
    summary: 'Get a new key for a service account of an organization',
    success: ok(CustomerServiceAccount),
  }),
  marketplace_course_accounts_list: operation({
    ...ofCourse,
    method: 'get',
    path: COURSE_ACCOUNTS,
    summary: 'List course accounts',
    query: courseQuery,
    success: ok(z.array(CourseAccount)),
    count: { operationId: 'marketplace_course_accounts_count' },
  }),
  marketplace_course_accounts_create: operation({
    ...ofCourse,
    method: 'post',
    path: COURSE_ACCOUNTS,
    summary: 'Make a course account',
    body: jsonBody('CourseAccountRequest', z.object({ ...courseFields, project: uuidField() }), true),
    success: { status: 201, schema: CourseAccount },
  }),
  marketplace_course_accounts_create_bulk: operation({
    ...ofCourse,
    method: 'post',
    path: `${COURSE_ACCOUNTS}create_bulk/`,
    summary: 'Make several course accounts',
    // As published; a creation filters nothing.
    query: courseQuery,
    body: jsonBody(
      'CourseAccountsBulkCreateRequest',
      z.object({ project: uuidField(), course_accounts: listField(z.object(courseFields)) }),
      true,
    ),
    success: ok(z.array(CourseAccount)),
  }),
  marketplace_course_accounts_retrieve: operation({
    ...ofCourse,
    method: 'get',
    path: `${COURSE_ACCOUNTS}{uuid}/`,
    summary: 'Get a course account',
    success: ok(CourseAccount),
  }),
  marketplace_course_accounts_destroy: operation({
    ...ofCourse,
    method: 'delete',
    path: `${COURSE_ACCOUNTS}{uuid}/`,
    summary: 'Close a course account',
    success: { status: 204 },
  }),
} as const
