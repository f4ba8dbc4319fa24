import { z } from 'zod'
import { operation } from '../operation.ts'
import { fieldParam, orderParam } from '../list-params.ts'
import {
  boolParam,
  choicesParam,
  csvParam,
  looseParam,
  textParam,
  timeParam,
  urlParam,
  uuidParam,
  uuidsParam,
  uuidTextParam,
} from '../params.ts'
import {
  OfferingState,
  PROVIDER_OFFERING_DETAILS_ORDER,
  ProviderOfferingDetailsOEnum,
  ProviderOffering,
  ProviderOfferingFieldEnum,
} from '../schemas/catalogue.ts'
import { listQuery, OF_PROVIDER, ok, PROVIDERS_TAG as tag } from './shared.ts'

/** Filters of every list of offerings. */
export const offeringFilters = {
  accessible_via_calls: boolParam(),
  allowed_customer_uuid: uuidParam(),
  attributes: textParam(),
  billable: boolParam(),
  can_create_offering_user: boolParam(),
  category_group_uuid: uuidParam(),
  category_uuid: uuidParam(),
  created: timeParam(),
  created_before: timeParam(),
  customer: urlParam('customers'),
  customer_uuid: uuidParam(),
  description: textParam(),
  has_active_terms_of_service: boolParam(),
  has_terms_of_service: boolParam(),
  keyword: textParam(),
  modified: timeParam(),
  modified_before: timeParam(),
  name: textParam(),
  name_exact: textParam(),
  organization_group_uuid: uuidsParam(),
  parent_uuid: uuidParam(),
  project_uuid: uuidParam(),
  query: textParam(),
  resource_customer_uuid: uuidParam(),
  resource_project_uuid: uuidParam(),
  scope_uuid: uuidTextParam(),
  service_manager_uuid: uuidParam(),
  shared: boolParam(),
  slug: textParam(),
  state: choicesParam(OfferingState.options, 'OfferingState'),
  tag: looseParam({ type: 'string', format: 'uuid' }),
  tag_name: looseParam(),
  tag_names_and: csvParam(),
  tags_and: csvParam(),
  type: looseParam(),
  user_has_consent: boolParam(),
  user_has_offering_user: boolParam(),
  uuid_list: csvParam(),
}

export const offeringOperations = {
  marketplace_service_providers_offerings_list: operation({
    method: 'get',
    path: `${OF_PROVIDER}offerings/`,
    tag,
    summary: 'List shared, billable offerings of the provider',
    query: listQuery({
      ...offeringFilters,
      o: orderParam(PROVIDER_OFFERING_DETAILS_ORDER, ProviderOfferingDetailsOEnum),
      field: fieldParam(ProviderOfferingFieldEnum.options, 'ProviderOfferingFieldEnum'),
    }),
    success: ok(z.array(ProviderOffering)),
    count: { operationId: 'marketplace_service_providers_offerings_count' },
  }),
  marketplace_service_providers_offerings_types_list: operation({
    method: 'get',
    path: `${OF_PROVIDER}offerings/types/`,
    tag,
    summary: "List the types of the provider's offerings",
    query: listQuery(offeringFilters),
    success: ok(z.array(z.string())),
    count: { operationId: 'marketplace_service_providers_offerings_types_count' },
    addition: true,
  }),
} as const
