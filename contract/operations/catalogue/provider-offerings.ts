import { z } from 'zod'
import { boolField, fileField, linkField, slugField, textField, uuidField, webAddressField } from '../../fields.ts'
import { FORM_BODIES, operation } from '../../operation.ts'
import { fieldParam, orderParam } from '../../list-params.ts'
import { textParam } from '../../params.ts'
import {
  BillingTypeEnum,
  BillingUnit,
  LimitPeriodEnum,
  MergedSecretOptions,
  PROVIDER_OFFERING_DETAILS_ORDER,
  ProviderOfferingDetailsOEnum,
} from '../../schemas/catalogue.ts'
import { CountryEnum } from '../../schemas/countries.ts'
import { DetailState, OfferingGroups } from '../../schemas/offering-answers.ts'
import { MergedPluginOptions } from '../../schemas/offering-options.ts'
import {
  ProviderOfferingDetails,
  ProviderOfferingDetailsFieldEnum,
  PublicOfferingDetails,
} from '../../schemas/offerings.ts'
import { choiceField, floatField, listField, mapField, nullable } from '../../value-fields.ts'
import { offeringFilters } from '../offerings.ts'
import { jsonBody, listQuery, ok } from '../shared.ts'
import {
  anyDictField,
  componentTypeField,
  declaredOptionsField,
  intField,
  nameField,
  naturalField,
  optionsFormField,
  priceField,
} from './fields.ts'

export const OFFERINGS = '/api/marketplace-provider-offerings/'
export const OFFERING = `${OFFERINGS}{uuid}/` as const

export const offeringTag = { tag: 'marketplace-provider-offerings' } as const

export const componentFields = {
  billing_type: choiceField(BillingTypeEnum.options, 'BillingTypeEnum'),
  type: componentTypeField(),
  name: textField({ max: 150, blank: false }),
  description: textField({ max: 4096 }).optional(),
  measured_unit: textField({ max: 30 }).optional(),
  unit_factor: intField().optional(),
  limit_period: nullable(choiceField(LimitPeriodEnum.options, 'LimitPeriodEnum', 'BlankEnum')).optional(),
  limit_amount: nullable(intField()).optional(),
  article_code: textField({ max: 30 }).optional(),
  max_value: nullable(intField()).optional(),
  min_value: nullable(intField()).optional(),
  max_available_limit: nullable(intField()).optional(),
  is_boolean: boolField().optional(),
  default_limit: nullable(intField()).optional(),
  is_prepaid: boolField().optional(),
  overage_component: nullable(uuidField()).optional(),
  min_prepaid_duration: nullable(intField()).optional(),
  max_prepaid_duration: nullable(intField()).optional(),
}

export const planFields = {
  name: textField({ max: 150, blank: false }),
  description: textField().optional(),
  article_code: textField({ max: 30 }).optional(),
  max_amount: nullable(
    naturalField(32_767).refine((value) => value >= 1, {
      error: 'Ensure this value is greater than or equal to 1.',
    }),
  ).optional(),
  archived: boolField().optional(),
  unit_price: priceField().optional(),
  unit: choiceField(BillingUnit.options, 'BillingUnit').optional(),
  backend_id: textField({ max: 255 }).optional(),
}

const offeringFields = {
  name: nameField(),
  slug: slugField().optional(),
  description: textField({ max: 4096 }).optional(),
  full_description: textField().optional(),
  privacy_policy_link: webAddressField().optional(),
  access_url: webAddressField().optional(),
  customer: nullable(linkField()).optional(),
  category: linkField(),
  attributes: anyDictField().optional(),
  options: optionsFormField().optional(),
  resource_options: optionsFormField().optional(),
  components: listField(z.object(componentFields)).optional(),
  plugin_options: declaredOptionsField(MergedPluginOptions).optional(),
  secret_options: declaredOptionsField(MergedSecretOptions).optional(),
  vendor_details: textField().optional(),
  getting_started: textField().optional(),
  integration_guide: textField().optional(),
  thumbnail: fileField(),
  plans: listField(
    z.object({
      ...planFields,
      prices: mapField(priceField()).optional(),
      quotas: mapField(naturalField()).optional(),
    }),
  ).optional(),
  type: textField({ max: 100, blank: false }),
  shared: boolField().optional(),
  billable: boolField().optional(),
  datacite_doi: textField({ max: 255 }).optional(),
  latitude: nullable(floatField({ min: -90, max: 90 })).optional(),
  longitude: nullable(floatField({ min: -180, max: 180 })).optional(),
  country: choiceField([...CountryEnum.options, ''], 'CountryEnum', 'BlankEnum').optional(),
  backend_id: textField({ max: 255 }).optional(),
  backend_id_rules: anyDictField().optional(),
  image: fileField(),
  backend_metadata: anyDictField().optional(),
  compliance_checklist: nullable(linkField()).optional(),
  limits: mapField(z.unknown()).optional(),
}

const fieldQuery = { field: fieldParam(ProviderOfferingDetailsFieldEnum.options, 'ProviderOfferingDetailsFieldEnum') }

/** Filters and order of the published lists of offerings. */
export const offeringListQuery = {
  ...offeringFilters,
  importable: textParam(),
  o: orderParam(PROVIDER_OFFERING_DETAILS_ORDER, ProviderOfferingDetailsOEnum),
}

const stateAction = <const P extends string>(name: P, summary: string) =>
  operation({ ...offeringTag, method: 'post', path: `${OFFERING}${name}/` as const, summary, success: ok(DetailState) })

export const providerOfferingOperations = {
  marketplace_provider_offerings_list: operation({
    ...offeringTag,
    method: 'get',
    path: OFFERINGS,
    summary: 'List the offerings of the providers that the caller works for',
    query: listQuery({ ...offeringListQuery, ...fieldQuery }),
    success: ok(z.array(ProviderOfferingDetails)),
    count: { operationId: 'marketplace_provider_offerings_count' },
  }),
  marketplace_provider_offerings_groups_list: operation({
    ...offeringTag,
    method: 'get',
    path: `${OFFERINGS}groups/`,
    summary: 'List active shared offerings by provider',
    query: listQuery(offeringListQuery),
    success: ok(z.array(OfferingGroups)),
    count: { operationId: 'marketplace_provider_offerings_groups_count' },
  }),
  marketplace_provider_offerings_create: operation({
    ...offeringTag,
    method: 'post',
    path: OFFERINGS,
    summary: 'Create an offering as a draft, with its components and plans',
    body: {
      schema: z.object(offeringFields),
      types: FORM_BODIES,
      required: true,
      components: {
        'application/json': 'OfferingCreateRequest',
        'application/x-www-form-urlencoded': 'OfferingCreateRequestForm',
        'multipart/form-data': 'OfferingCreateRequestMultipart',
      },
    },
    success: { status: 201, schema: ProviderOfferingDetails },
  }),
  marketplace_provider_offerings_retrieve: operation({
    ...offeringTag,
    method: 'get',
    path: OFFERING,
    summary: 'Get an offering',
    query: z.object(fieldQuery),
    success: ok(ProviderOfferingDetails),
  }),
  marketplace_provider_offerings_destroy: operation({
    ...offeringTag,
    method: 'delete',
    path: OFFERING,
    summary: 'Delete an offering',
    success: { status: 204 },
  }),
  marketplace_provider_offerings_move_offering: operation({
    ...offeringTag,
    method: 'post',
    path: `${OFFERING}move_offering/`,
    summary: 'Move an offering to another provider',
    body: jsonBody('MoveOfferingRequest', z.object({ customer: linkField(), preserve_permissions: boolField() }), true),
    success: ok(PublicOfferingDetails),
  }),
  marketplace_provider_offerings_activate: stateAction('activate', 'Activate an offering'),
  marketplace_provider_offerings_pause: operation({
    ...offeringTag,
    method: 'post',
    path: `${OFFERING}pause/`,
    summary: 'Pause an active offering',
    body: jsonBody('OfferingPauseRequest', z.object({ paused_reason: textField().optional() }), false),
    success: ok(DetailState),
  }),
  marketplace_provider_offerings_unpause: stateAction('unpause', 'Resume a paused offering'),
  marketplace_provider_offerings_archive: stateAction('archive', 'Archive an offering'),
  marketplace_provider_offerings_draft: stateAction('draft', 'Make an offering a draft again'),
  marketplace_provider_offerings_make_unavailable: stateAction('make_unavailable', 'Mark an offering unavailable'),
  marketplace_provider_offerings_make_available: stateAction('make_available', 'Mark an offering available again'),
} as const
