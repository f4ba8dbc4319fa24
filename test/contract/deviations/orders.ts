import type { Deviations } from './deviations.ts'

/** The same facts of both collections of resources. */
const ofBoth = (fact: string, ours: string | undefined, ledger: string): Deviations =>
  Object.fromEntries(
    ['marketplace_resources', 'marketplace_provider_resources'].map((collection) => [
      `operations/${collection}_${fact}`,
      [ours, ledger] as const,
    ]),
  )

/** Fields that may be null, against the schema. */
const nullable = (component: string, fields: Readonly<Record<string, string>>): Deviations =>
  Object.fromEntries(
    Object.entries(fields).map(([field, type]) => [
      `schemas/${component}/${field}`,
      [`${type} | null`, 'C-120'] as const,
    ]),
  )

const OFFERING_AND_PLAN = {
  category_icon: 'string:uri',
  offering_image: 'string:uri',
  offering_thumbnail: 'string:uri',
  plan: 'string:uri',
}

export const ordersDeviations: Deviations = {
  ...nullable('OrderDetails', OFFERING_AND_PLAN),
  ...nullable('Resource', {
    ...OFFERING_AND_PLAN,
    parent_name: 'string',
    parent_offering_name: 'string',
    parent_offering_slug: 'string',
    parent_offering_uuid: 'string:uuid',
    parent_uuid: 'string:uuid',
    project_end_date_requested_by: 'string:uri',
    report: 'array<@ReportSection>',
    scope: 'string',
    service_settings_uuid: 'string:uuid',
  }),
  ...ofBoth('restore/answers/200', 'application/json @OrderUUID', 'C-123'),
  ...ofBoth('restore/bodies/application/json', undefined, 'C-123'),
  'schemas/ResourceRequest/downscaled': [undefined, 'C-123'],
  'schemas/ResourceRequest/end_date': [undefined, 'C-123'],
  'schemas/ResourceRequest/name': [undefined, 'C-123'],
  'schemas/ResourceRequest/offering': [undefined, 'C-123'],
  'schemas/ResourceRequest/paused': [undefined, 'C-123'],
  'schemas/ResourceRequest/plan': [undefined, 'C-123'],
  'schemas/ResourceRequest/slug': [undefined, 'C-123'],
  // Answered, but not documented: an operation has one success here.
  ...ofBoth('details_retrieve/answers/204', undefined, 'C-125'),
  ...ofBoth('update_options/answers/201', undefined, 'C-125'),
  'schemas/OrderApproveByProviderRequest/attributes': ['map<any>', 'C-127'],
  'schemas/OrderUpdateRequest/attributes': ['map<any>', 'C-127'],
  'schemas/PatchedOrderUpdateRequest/attributes': ['map<any>', 'C-127'],
  'schemas/ResourceBackendMetadataRequest/backend_metadata': ['map<any>*', 'C-127'],
  'schemas/ResourceOptionsRequest/options': ['map<any> | null', 'C-127'],
  'schemas/ResourceSetLimitsRequest/limits': ['map<integer>*', 'C-127'],
  'schemas/ResourceSuggestNameRequest/attributes': ['map<any>', 'C-127'],
  'schemas/ResourceTerminateRequest/attributes': ['map<any>', 'C-127'],
}
