import { z } from 'zod'
import {
  boolField,
  fileField,
  ignoredLinkField,
  linkField,
  textField,
  timeZoneField,
  urlField,
  uuidField,
  uuidsField,
} from '../fields.ts'
import { FORM_BODIES, operation } from '../operation.ts'
import { fieldParam, orderParam } from '../list-params.ts'
import { textParam, timeParam, urlParam, uuidParam } from '../params.ts'
import {
  CALL_MANAGING_ORGANISATION_ORDER,
  CallManagingOrganisationOEnum,
  ServiceProvider,
  ServiceProviderApiSecretCode,
  ServiceProviderFieldEnum,
} from '../schemas/service-providers.ts'
import { jsonBody, listQuery, ok, PROVIDER, PROVIDERS, PROVIDERS_TAG as tag } from './shared.ts'

const providerFields = () => fieldParam(ServiceProviderFieldEnum.options, 'ServiceProviderFieldEnum')

const providerChanges = {
  description: textField({ max: 4096 }).optional(),
  enable_notifications: boolField().optional(),
  image: fileField(),
}

const requestComponents = {
  'application/json': 'ServiceProviderRequest',
  'application/x-www-form-urlencoded': 'ServiceProviderRequestForm',
  'multipart/form-data': 'ServiceProviderRequestMultipart',
} as const

const patchComponents = {
  'application/json': 'PatchedServiceProviderRequest',
  'application/x-www-form-urlencoded': 'PatchedServiceProviderRequestForm',
  'multipart/form-data': 'PatchedServiceProviderRequestMultipart',
} as const

export const providerOperations = {
  marketplace_service_providers_list: operation({
    method: 'get',
    path: PROVIDERS,
    tag,
    summary: 'List service providers',
    query: listQuery({
      customer: urlParam('customers'),
      customer_keyword: textParam('Part of the name, abbreviation or native name of the organization'),
      customer_uuid: uuidParam(),
      created: timeParam(),
      modified: timeParam(),
      o: orderParam(CALL_MANAGING_ORGANISATION_ORDER, CallManagingOrganisationOEnum),
      field: providerFields(),
    }),
    success: ok(z.array(ServiceProvider)),
    count: { operationId: 'marketplace_service_providers_count' },
    anonymous: true,
  }),
  marketplace_service_providers_create: operation({
    method: 'post',
    path: PROVIDERS,
    tag,
    summary: 'Register an organization as service provider',
    body: {
      schema: z.object({ ...providerChanges, customer: linkField() }),
      components: requestComponents,
      types: FORM_BODIES,
      required: true,
    },
    success: { status: 201, schema: ServiceProvider },
  }),
  marketplace_service_providers_retrieve: operation({
    method: 'get',
    path: PROVIDER,
    tag,
    summary: 'Get a service provider',
    query: z.object({ field: providerFields() }),
    success: ok(ServiceProvider),
    anonymous: true,
  }),
  marketplace_service_providers_update: operation({
    method: 'put',
    path: PROVIDER,
    tag,
    summary: 'Update a service provider; its organization stays',
    body: {
      // C-021: the published contract requires `customer`, which is read-only after creation.
      schema: z.object({ ...providerChanges, customer: ignoredLinkField() }),
      components: requestComponents,
      types: FORM_BODIES,
      required: true,
    },
    success: ok(ServiceProvider),
  }),
  marketplace_service_providers_partial_update: operation({
    method: 'patch',
    path: PROVIDER,
    tag,
    summary: 'Change some fields of a service provider',
    body: { schema: z.object(providerChanges), components: patchComponents, types: FORM_BODIES, required: false },
    success: ok(ServiceProvider),
  }),
  marketplace_service_providers_destroy: operation({
    method: 'delete',
    path: PROVIDER,
    tag,
    summary: 'Remove a service provider without active offerings',
    success: { status: 204 },
  }),
  service_provider_api_secret_code_retrieve: operation({
    method: 'get',
    path: `${PROVIDER}api_secret_code/`,
    tag,
    summary: 'Get the API secret code',
    success: ok(ServiceProviderApiSecretCode),
  }),
  service_provider_api_secret_code_generate: operation({
    method: 'post',
    path: `${PROVIDER}api_secret_code/`,
    tag,
    summary: 'Replace the API secret code',
    success: ok(ServiceProviderApiSecretCode),
  }),
  marketplace_service_providers_set_offerings_username: operation({
    method: 'post',
    path: `${PROVIDER}set_offerings_username/`,
    tag,
    summary: 'Set one account name for a user in all offerings that he can reach',
    body: jsonBody(
      'SetOfferingsUsernameRequest',
      z.object({ user_uuid: uuidField(), username: textField({ max: 100, printable: true }) }),
      true,
    ),
    success: { status: 201, description: 'Offering users have been set.' },
  }),
  marketplace_service_providers_generate_site_agent_config: operation({
    method: 'post',
    path: `${PROVIDER}generate_site_agent_config/`,
    tag,
    summary: 'Configuration of the site agent as YAML',
    body: jsonBody(
      'SiteAgentConfigGenerationRequest',
      z.object({
        offering_uuids: uuidsField(),
        include_policy_settings: boolField().optional().meta({ default: true }),
        waldur_api_url: urlField().optional(),
        timezone: timeZoneField().optional().meta({ default: 'UTC' }),
      }),
      true,
    ),
    success: { status: 200, schema: z.string(), contentType: 'text/plain; charset=utf-8' },
  }),
} as const
