import { z } from 'zod'
import { addressField, boolField, linkField, slugField, textField, uuidField, webAddressField } from '../../fields.ts'
import { FORM_BODIES, JSON_BODY, operation } from '../../operation.ts'
import { MergedSecretOptions } from '../../schemas/catalogue.ts'
import { CheckUniqueBackendIDResponse, EndpointUUID, ResourceResponseStatus } from '../../schemas/offering-answers.ts'
import { MergedPluginOptions } from '../../schemas/offering-options.ts'
import { OfferingPartition } from '../../schemas/offering-parts.ts'
import { dictField, floatField, jsonField, listField, nullable } from '../../value-fields.ts'
import { jsonBody, ok } from '../shared.ts'
import {
  anyDictField,
  declaredOptionsField,
  nameField,
  naturalField,
  optionsFormField,
  requiredFileField,
} from './fields.ts'
import { componentFields, OFFERING, offeringTag } from './provider-offerings.ts'

/** A body that is documented as JSON. */
const changed = { status: 200 } as const
const gone = { status: 204 } as const

/** A POST on an offering without a body. */
const plain = <const P extends string, const S extends { status: 200 | 204 }>(name: P, summary: string, success: S) =>
  operation({ ...offeringTag, method: 'post', path: `${OFFERING}${name}/` as const, summary, success })

/** A POST on an offering with a JSON body. */
const change = <const P extends string, const T extends z.ZodType>(
  name: P,
  summary: string,
  component: string,
  schema: T,
  required = true,
) =>
  operation({
    ...offeringTag,
    method: 'post',
    path: `${OFFERING}${name}/` as const,
    summary,
    body: jsonBody(component, schema, required),
    success: changed,
  })

const imageChange = <const P extends 'thumbnail' | 'image'>(field: P, component: string) =>
  operation({
    ...offeringTag,
    method: 'post',
    path: `${OFFERING}update_${field}/` as const,
    summary: `Set the ${field} of an offering`,
    body: {
      schema: z.object({ [field]: requiredFileField() } as Record<P, ReturnType<typeof requiredFileField>>),
      types: FORM_BODIES,
      required: true,
      components: {
        'application/json': component,
        'application/x-www-form-urlencoded': `${component}Form`,
        'multipart/form-data': `${component}Multipart`,
      },
    },
    success: changed,
  })

const number = () => nullable(naturalField()).optional()
const memory = () => nullable(naturalField(999_999_999_999_999).meta({ format: 'int64' })).optional()

const partitionFields = {
  partition_name: textField({ max: 255, blank: false }),
  cpu_bind: number(),
  def_cpu_per_gpu: number(),
  max_cpus_per_node: number(),
  max_cpus_per_socket: number(),
  def_mem_per_cpu: memory(),
  def_mem_per_gpu: memory(),
  def_mem_per_node: memory(),
  max_mem_per_cpu: memory(),
  max_mem_per_node: memory(),
  default_time: number(),
  max_time: number(),
  grace_time: number(),
  max_nodes: number(),
  min_nodes: number(),
  exclusive_topo: boolField().optional(),
  exclusive_user: boolField().optional(),
  priority_tier: nullable(naturalField(32_767)).optional(),
  qos: textField({ max: 255 }).optional(),
  req_resv: boolField().optional(),
}

export const groupsBody = jsonBody(
  'OrganizationGroupsRequest',
  z.object({ organization_groups: listField(linkField()).optional() }),
  false,
)

export const offeringChangeOperations = {
  marketplace_provider_offerings_update_overview: change(
    'update_overview',
    'Change the texts and links of an offering',
    'OfferingOverviewUpdateRequest',
    z.object({
      name: nameField(),
      description: textField({ max: 4096 }).optional(),
      full_description: textField().optional(),
      privacy_policy_link: webAddressField().optional(),
      access_url: webAddressField().optional(),
      getting_started: textField().optional(),
      integration_guide: textField().optional(),
      slug: slugField().optional(),
    }),
  ),
  marketplace_provider_offerings_update_description: change(
    'update_description',
    'Move an offering to another category',
    'OfferingDescriptionUpdateRequest',
    z.object({ category: linkField() }),
  ),
  marketplace_provider_offerings_update_attributes: operation({
    ...offeringTag,
    method: 'post',
    path: `${OFFERING}update_attributes/`,
    summary: 'Replace the attributes of an offering',
    body: { schema: dictField(), types: JSON_BODY, required: false, components: {} },
    success: changed,
  }),
  marketplace_provider_offerings_update_location: change(
    'update_location',
    'Set where an offering is',
    'OfferingLocationUpdateRequest',
    z.object({ latitude: floatField({ min: -90, max: 90 }), longitude: floatField({ min: -180, max: 180 }) }),
  ),
  marketplace_provider_offerings_update_options: change(
    'update_options',
    'Replace the form of an order',
    'OfferingOptionsUpdateRequest',
    z.object({ options: optionsFormField() }),
  ),
  marketplace_provider_offerings_update_resource_options: change(
    'update_resource_options',
    'Replace the form of a resource',
    'OfferingResourceOptionsUpdateRequest',
    z.object({ resource_options: optionsFormField() }),
  ),
  marketplace_provider_offerings_update_integration: change(
    'update_integration',
    'Replace the options of the plugin',
    'OfferingIntegrationUpdateRequest',
    z.object({
      secret_options: declaredOptionsField(MergedSecretOptions).optional(),
      plugin_options: declaredOptionsField(MergedPluginOptions).optional(),
      service_attributes: jsonField().optional(),
      backend_id: textField({ max: 255 }).optional(),
    }),
    false,
  ),
  marketplace_provider_offerings_update_thumbnail: imageChange('thumbnail', 'OfferingThumbnailRequest'),
  marketplace_provider_offerings_delete_thumbnail: plain('delete_thumbnail', 'Remove the thumbnail', gone),
  marketplace_provider_offerings_update_image: imageChange('image', 'OfferingImageRequest'),
  marketplace_provider_offerings_delete_image: plain('delete_image', 'Remove the image', gone),
  marketplace_provider_offerings_create_offering_component: operation({
    ...offeringTag,
    method: 'post',
    path: `${OFFERING}create_offering_component/`,
    summary: 'Add a component to an offering',
    body: jsonBody('OfferingComponentRequest', z.object(componentFields), true),
    success: { status: 201 },
  }),
  marketplace_provider_offerings_update_offering_component: change(
    'update_offering_component',
    'Change a component of an offering',
    'UpdateOfferingComponentRequest',
    z.object({ uuid: uuidField(), ...componentFields }),
  ),
  marketplace_provider_offerings_remove_offering_component: change(
    'remove_offering_component',
    'Remove a component that nothing uses',
    'RemoveOfferingComponentRequest',
    z.object({ uuid: uuidField() }),
  ),
  marketplace_provider_offerings_add_endpoint: operation({
    ...offeringTag,
    method: 'post',
    path: `${OFFERING}add_endpoint/`,
    summary: 'Add an address under which an offering is reached',
    body: jsonBody(
      'NestedEndpointRequest',
      z.object({ name: textField({ max: 150, blank: false }), url: addressField() }),
      true,
    ),
    success: { status: 201, schema: EndpointUUID },
  }),
  marketplace_provider_offerings_delete_endpoint: operation({
    ...offeringTag,
    method: 'post',
    path: `${OFFERING}delete_endpoint/`,
    summary: 'Remove an address of an offering',
    body: jsonBody('EndpointUUIDRequest', z.object({ uuid: uuidField() }), true),
    success: gone,
  }),
  marketplace_provider_offerings_add_partition: operation({
    ...offeringTag,
    method: 'post',
    path: `${OFFERING}add_partition/`,
    summary: 'Add a partition of a batch cluster',
    body: jsonBody('OfferingPartitionRequest', z.object({ offering: uuidField(), ...partitionFields }), true),
    success: { status: 201, schema: OfferingPartition },
  }),
  marketplace_provider_offerings_update_partition_partial_update: operation({
    ...offeringTag,
    method: 'patch',
    path: `${OFFERING}update_partition/`,
    summary: 'Change a partition of a batch cluster',
    body: jsonBody(
      'PatchedOfferingPartitionUpdateRequest',
      z.object({ partition_uuid: uuidField().optional(), ...z.object(partitionFields).partial().shape }),
      false,
    ),
    success: ok(OfferingPartition),
  }),
  marketplace_provider_offerings_remove_partition: operation({
    ...offeringTag,
    method: 'post',
    path: `${OFFERING}remove_partition/`,
    summary: 'Remove a partition of a batch cluster',
    body: jsonBody('RemovePartitionRequest', z.object({ partition_uuid: uuidField() }), true),
    success: gone,
  }),
  marketplace_provider_offerings_update_organization_groups: operation({
    ...offeringTag,
    method: 'post',
    path: `${OFFERING}update_organization_groups/`,
    summary: 'Restrict an offering to groups of organizations',
    body: groupsBody,
    success: changed,
  }),
  marketplace_provider_offerings_delete_organization_groups: plain(
    'delete_organization_groups',
    'Open an offering to all organizations',
    gone,
  ),
  marketplace_provider_offerings_update_compliance_checklist: change(
    'update_compliance_checklist',
    'Set the checklist that users of an offering answer',
    'OfferingComplianceChecklistUpdateRequest',
    z.object({ compliance_checklist: nullable(uuidField()).optional() }),
    false,
  ),
  marketplace_provider_offerings_update_backend_id_rules: change(
    'update_backend_id_rules',
    'Set the rules for backend ids of resources',
    'OfferingBackendIdRulesUpdateRequest',
    z.object({ backend_id_rules: anyDictField().optional() }),
    false,
  ),
  marketplace_provider_offerings_set_backend_metadata: change(
    'set_backend_metadata',
    'Replace the metadata of the backend',
    'OfferingBackendMetadataRequest',
    z.object({ backend_metadata: anyDictField().optional() }),
    false,
  ),
  marketplace_provider_offerings_check_unique_backend_id: operation({
    ...offeringTag,
    method: 'post',
    path: `${OFFERING}check_unique_backend_id/`,
    summary: 'Check whether a backend id is free',
    body: jsonBody(
      'CheckUniqueBackendIDRequest',
      z.object({
        backend_id: textField({ max: 255, blank: false }),
        check_all_offerings: boolField().optional(),
        use_offering_rules: boolField().optional(),
      }),
      true,
    ),
    success: ok(CheckUniqueBackendIDResponse),
  }),
  marketplace_provider_offerings_refresh_offering_usernames: operation({
    ...offeringTag,
    method: 'post',
    path: `${OFFERING}refresh_offering_usernames/`,
    summary: 'Give the accounts of an offering the names that its policy asks for',
    success: ok(ResourceResponseStatus),
  }),
} as const
