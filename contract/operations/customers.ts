import { z } from 'zod'
import {
  boolField,
  fileField,
  linkField,
  slugField,
  textField,
  timeField,
  uuidField,
  webAddressField,
} from '../fields.ts'
import { FORM_BODIES, operation } from '../operation.ts'
import { fieldParam, looseOrderParam, orderParam } from '../list-params.ts'
import { boolParam, csvParam, looseParam, textParam, timeParam, uuidChoiceParam, uuidParam } from '../params.ts'
import { CountryEnum } from '../schemas/countries.ts'
import { Country, Customer, CustomerContactUpdate, CustomerFieldEnum } from '../schemas/customers.ts'
import { CustomerUser, CustomerUserFieldEnum, CustomerUserOEnum, MEMBER_ORDER } from '../schemas/members.ts'
import { ComponentsUsageStats } from '../schemas/usage-stats.ts'
import {
  choiceField,
  decimalField,
  emailField,
  floatField,
  integerField,
  listField,
  nullable,
  textsField,
} from '../value-fields.ts'
import { jsonBody, listQuery, ok } from './shared.ts'

const CUSTOMERS = '/api/customers/'
const CUSTOMER = `${CUSTOMERS}{uuid}/` as const
const tag = 'customers'

const MAX_INT = 2_147_483_647

/** Filters of the list of organizations; the list of countries is published with them, too. */
const customerFilters = {
  abbreviation: textParam(),
  accounting_is_running: boolParam(),
  agreement_number: textParam(),
  archived: boolParam(),
  backend_id: textParam(),
  contact_details: textParam(),
  current_user_has_project_create_permission: boolParam(),
  has_resources: boolParam('string'),
  is_call_managing_organization: boolParam(),
  is_service_provider: boolParam(),
  name: textParam(),
  name_exact: textParam(),
  native_name: textParam(),
  o: looseOrderParam(['abbreviation', 'created', 'name', 'native_name', 'registration_code']),
  organization_group_name: textParam(),
  organization_group_uuid: uuidChoiceParam(),
  owned_by_current_user: boolParam(),
  query: textParam(),
  registration_code: textParam(),
  service_provider_uuid: uuidParam(),
  user_uuid: uuidParam(),
}

const contactFields = {
  contact_details: textField({ max: 500 }).optional(),
  email: emailField({ blank: true, max: 75 }).optional(),
  phone_number: textField({ max: 255 }).optional(),
  homepage: webAddressField({ max: 255 }).optional(),
  notification_emails: textField({ max: 640 }).optional(),
}

const customerChanges = {
  ...contactFields,
  name: textField({ max: 150, blank: false }).optional(),
  slug: slugField().optional(),
  native_name: textField({ max: 160 }).optional(),
  abbreviation: textField({ max: 12 }).optional(),
  description: textField({ max: 4096 }).optional(),
  agreement_number: textField({ max: 160 }).optional(),
  sponsor_number: nullable(integerField({ min: 0, max: MAX_INT })).optional(),
  access_subnets: textField().optional(),
  backend_id: textField({ max: 255 }).optional(),
  registration_code: textField({ max: 160 }).optional(),
  domain: textField({ max: 255 }).optional(),
  vat_code: textField({ max: 20 }).optional(),
  country: choiceField([...CountryEnum.options, ''], 'CountryEnum', 'BlankEnum').optional(),
  address: textField({ max: 300 }).optional(),
  postal: textField({ max: 20 }).optional(),
  bank_name: textField({ max: 150 }).optional(),
  bank_account: textField({ max: 50 }).optional(),
  latitude: nullable(floatField()).optional(),
  longitude: nullable(floatField()).optional(),
  image: fileField(),
  accounting_start_date: timeField().optional(),
  default_tax_percent: decimalField({ digits: 5, places: 2, min: '0', max: '200' }).optional(),
  blocked: boolField().optional(),
  archived: boolField().optional(),
  display_billing_info_in_projects: boolField().optional(),
  max_service_accounts: nullable(integerField({ min: 0, max: 32_767 })).optional(),
  grace_period_days: nullable(integerField({ min: 0, max: MAX_INT })).optional(),
  project_metadata_checklist: nullable(uuidField()).optional(),
  user_email_patterns: textsField().optional(),
  user_affiliations: textsField().optional(),
  user_identity_sources: textsField().optional(),
}

const required = { ...customerChanges, name: textField({ max: 150, blank: false }) }

const requestComponents = {
  'application/json': 'CustomerRequest',
  'application/x-www-form-urlencoded': 'CustomerRequestForm',
  'multipart/form-data': 'CustomerRequestMultipart',
} as const

const patchComponents = {
  'application/json': 'PatchedCustomerRequest',
  'application/x-www-form-urlencoded': 'PatchedCustomerRequestForm',
  'multipart/form-data': 'PatchedCustomerRequestMultipart',
} as const

const roleNames = (names: readonly string[]) =>
  looseParam({ anyOf: [{ type: 'string', enum: names }, { type: 'string' }] })

/** Filters of lists of the members of an organization. */
export const memberFilters = {
  agreement_date: timeParam(),
  civil_number: textParam(),
  date_joined: timeParam(),
  description: textParam(),
  email: textParam(),
  full_name: textParam(),
  is_active: boolParam(),
  job_title: textParam(),
  modified: timeParam(),
  native_name: textParam(),
  o: orderParam(MEMBER_ORDER, CustomerUserOEnum, { single: true }),
  organization: textParam(),
  phone_number: textParam(),
  registration_method: textParam(),
  user_keyword: textParam(),
  username: textParam(),
}

export const customerOperations = {
  customers_list: operation({
    method: 'get',
    path: CUSTOMERS,
    tag,
    summary: 'List organizations',
    query: listQuery({
      ...customerFilters,
      current_user_has_role: csvParam(),
      slug: textParam(),
      field: fieldParam(CustomerFieldEnum.options, 'CustomerFieldEnum'),
    }),
    success: ok(z.array(Customer)),
    count: { operationId: 'customers_count' },
  }),
  customers_create: operation({
    method: 'post',
    path: CUSTOMERS,
    tag,
    summary: 'Create an organization',
    body: { schema: z.object(required), components: requestComponents, types: FORM_BODIES, required: true },
    success: { status: 201, schema: Customer },
  }),
  customers_update: operation({
    method: 'put',
    path: CUSTOMER,
    tag,
    summary: 'Update an organization',
    body: { schema: z.object(required), components: requestComponents, types: FORM_BODIES, required: true },
    success: ok(Customer),
  }),
  customers_partial_update: operation({
    method: 'patch',
    path: CUSTOMER,
    tag,
    summary: 'Change some fields of an organization',
    body: { schema: z.object(customerChanges), components: patchComponents, types: FORM_BODIES, required: false },
    success: ok(Customer),
  }),
  customers_destroy: operation({
    method: 'delete',
    path: CUSTOMER,
    tag,
    summary: 'Delete an organization without projects',
    success: { status: 204 },
  }),
  customers_update_organization_groups: operation({
    method: 'post',
    path: `${CUSTOMER}update_organization_groups/`,
    tag,
    summary: 'Replace the groups that an organization belongs to',
    body: jsonBody(
      'OrganizationGroupsRequest',
      z.object({ organization_groups: listField(linkField()).optional() }),
      false,
    ),
    success: { status: 200 },
  }),
  customers_contact: operation({
    method: 'post',
    path: `${CUSTOMER}contact/`,
    tag,
    summary: 'Change how an organization can be reached',
    body: jsonBody('CustomerContactUpdateRequest', z.object(contactFields), false),
    success: ok(CustomerContactUpdate),
  }),
  customers_users_list: operation({
    method: 'get',
    path: `${CUSTOMERS}{customer_uuid}/users/`,
    tag,
    summary: 'List users with a role in an organization or in one of its projects',
    query: listQuery({
      ...memberFilters,
      organization_role: roleNames(['CUSTOMER.MANAGER', 'CUSTOMER.OWNER', 'CUSTOMER.SUPPORT']),
      project_role: roleNames(['PROJECT.ADMIN', 'PROJECT.MANAGER', 'PROJECT.MEMBER']),
      field: fieldParam(CustomerUserFieldEnum.options, 'CustomerUserFieldEnum'),
    }),
    success: ok(z.array(CustomerUser)),
    count: { operationId: 'customers_users_count' },
  }),
  customers_stats_retrieve: operation({
    method: 'get',
    path: `${CUSTOMER}stats/`,
    tag,
    summary: 'Get what the resources of an organization use',
    query: z.object({ for_current_month: boolParam() }),
    success: ok(ComponentsUsageStats),
  }),
  customers_countries_list: operation({
    method: 'get',
    path: `${CUSTOMERS}countries/`,
    tag,
    summary: 'List countries',
    query: listQuery(customerFilters),
    success: ok(z.array(Country)),
    count: { operationId: 'customers_countries_count' },
  }),
} as const
