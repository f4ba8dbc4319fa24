import { z } from 'zod'
import { boolField, linkField, slugField, textField, uuidField } from '../fields.ts'
import { JSON_BODY, operation } from '../operation.ts'
import {
  boolParam,
  choicesParam,
  fieldParam,
  looseParam,
  countParam,
  orderParam,
  rawParam,
  textParam,
  timeParam,
  urlParam,
  uuidListParam,
  uuidParam,
} from '../params.ts'
import { PublicOfferingDetails } from '../schemas/offerings.ts'
import { OrderState, OrderUUID } from '../schemas/orders.ts'
import {
  ProjectUser,
  Resource,
  RESOURCE_ORDER,
  ResourceFieldEnum,
  ResourceOEnum,
  ResourcePlanPeriod,
  ResourceState,
  ResourceUpdate,
  SubresourceOffering,
  VersionHistory,
} from '../schemas/resources.ts'
import { ResourceResponseStatus } from '../schemas/offering-answers.ts'
import { dateField, dictField, listField, nullable } from '../value-fields.ts'
import { limitsField } from './orders.ts'
import { listQuery, ok } from './shared.ts'

const resourceFields = () => fieldParam(ResourceFieldEnum.options, 'ResourceFieldEnum')

const filters = {
  backend_id: textParam(),
  category_uuid: uuidParam(),
  component_count: countParam(),
  created: timeParam(),
  customer: urlParam('customers'),
  customer_uuid: uuidParam(),
  downscaled: boolParam(),
  has_terminate_date: boolParam(),
  is_attached: boolParam(),
  lexis_links_supported: boolParam(),
  limit_based: boolParam(),
  limit_component_count: countParam(),
  modified: timeParam(),
  name: textParam(),
  name_exact: textParam(),
  offering: urlParam('marketplace-public-offerings'),
  offering_billable: boolParam(),
  offering_shared: boolParam(),
  offering_slug: looseParam(),
  offering_type: textParam(),
  offering_uuid: uuidListParam(),
  only_limit_based: boolParam(),
  only_usage_based: boolParam(),
  order_state: choicesParam(OrderState.options, 'OrderState'),
  parent_offering_uuid: uuidParam(),
  paused: boolParam(),
  plan_uuid: uuidParam(),
  project_name: textParam(),
  project_uuid: uuidParam(),
  provider_uuid: uuidParam(),
  query: textParam(),
  restrict_member_access: boolParam(),
  runtime_state: textParam(),
  scope: urlParam('none'),
  service_manager_uuid: uuidParam(),
  state: choicesParam(ResourceState.options, 'ResourceState'),
  usage_based: boolParam(),
  visible_to_providers: boolParam(),
  visible_to_username: textParam(),
}

const resourceChanges = {
  description: textField({ max: 4096 }).optional(),
  end_date: nullable(dateField()).optional(),
}

const jsonBody = <T extends z.ZodType>(component: string, schema: T, required = false) => ({
  schema,
  components: { 'application/json': component },
  types: JSON_BODY,
  required,
})

const status = ok(ResourceResponseStatus)
const plainStatus = ok(z.object({ status: z.string() }).partial())
const orderMade = ok(OrderUUID)
const empty = { status: 200 } as const
const gone = { status: 204 } as const
const endDate = z.object({ end_date: nullable(dateField()).optional() })

/** What both collections of resources offer: seen by consumers, and by providers. */
const sharedOperations = (collection: 'marketplace-resources' | 'marketplace-provider-resources') => {
  const tag = collection
  const path = `/api/${collection}/{uuid}/`
  const whose = collection === 'marketplace-resources' ? 'resources' : 'resources of own offerings'
  const read = <const T extends { status: 200; schema: z.ZodType }>(name: string, summary: string, success: T) =>
    operation({ method: 'get', path: `${path}${name}/`, tag, summary, success })
  const act = <
    const T extends { status: 200 | 204; schema?: z.ZodType },
    const B extends { schema: z.ZodType; components: object; types: typeof JSON_BODY; required: boolean },
  >(
    name: string,
    summary: string,
    body: B,
    success: T,
  ) => operation({ method: 'post', path: `${path}${name}/`, tag, summary, body, success })
  return {
    list: operation({
      method: 'get',
      path: `/api/${collection}/`,
      tag,
      summary: `List ${whose}`,
      query: listQuery({
        ...filters,
        o: orderParam(RESOURCE_ORDER, ResourceOEnum),
        field: resourceFields(),
      }),
      success: ok(z.array(Resource)),
      count: { operationId: `${collection.replaceAll('-', '_')}_count` },
    }),
    retrieve: operation({
      method: 'get',
      path,
      tag,
      summary: 'Get a resource',
      query: z.object({ field: resourceFields() }),
      success: ok(Resource),
    }),
    update: operation({
      method: 'put',
      path,
      tag,
      summary: 'Rename or describe a resource, or set its end',
      body: jsonBody(
        'ResourceUpdateRequest',
        z.object({ name: textField({ max: 150, blank: false }), ...resourceChanges }),
        true,
      ),
      success: ok(ResourceUpdate),
    }),
    partialUpdate: operation({
      method: 'patch',
      path,
      tag,
      summary: 'Change some fields of a resource',
      body: jsonBody(
        'PatchedResourceUpdateRequest',
        z.object({ name: textField({ max: 150, blank: false }).optional(), ...resourceChanges }),
      ),
      success: ok(ResourceUpdate),
    }),
    details: read('details', "Get the provider's own object behind a resource", ok(z.record(z.string(), z.unknown()))),
    history: operation({
      method: 'get',
      path: `${path}history/`,
      tag,
      summary: 'List what a resource looked like after each change, newest first',
      query: listQuery({
        ...filters,
        created_after: rawParam(),
        created_before: rawParam(),
        o: orderParam(RESOURCE_ORDER, ResourceOEnum),
      }),
      success: ok(z.array(VersionHistory)),
      count: { operationId: `${collection.replaceAll('-', '_')}_history_count` },
    }),
    historyAt: operation({
      method: 'get',
      path: `${path}history/at/`,
      tag,
      summary: 'Get what a resource looked like at an instant',
      query: z.object({ timestamp: rawParam({ type: 'string' }, true) }),
      success: ok(VersionHistory),
    }),
    moveResource: act(
      'move_resource',
      'Move a resource to another project',
      jsonBody('MoveResourceRequest', z.object({ project: dictField() }), true),
      ok(Resource),
    ),
    offering: read('offering', 'Get the offering of a resource', ok(PublicOfferingDetails)),
    offeringForSubresources: operation({
      method: 'get',
      path: `${path}offering_for_subresources/`,
      tag,
      summary: 'List the offerings of what can be made inside a resource',
      success: ok(z.array(SubresourceOffering)),
      unpaged: true,
    }),
    planPeriods: operation({
      method: 'get',
      path: `${path}plan_periods/`,
      tag,
      summary: 'List the periods that a resource was on a plan',
      success: ok(z.array(ResourcePlanPeriod)),
      unpaged: true,
    }),
    // C-123: the published contract asks for a whole resource and promises one.
    restore: operation({
      method: 'post',
      path: `${path}restore/`,
      tag,
      summary: 'Order that a terminated resource is made again',
      success: orderMade,
    }),
    setDownscaled: act(
      'set_downscaled',
      'Say whether a resource is scaled down',
      jsonBody('ResourceDownscaledRequest', z.object({ downscaled: boolField().optional() })),
      plainStatus,
    ),
    setEndDateByStaff: act(
      'set_end_date_by_staff',
      'Set the end of a resource, as staff',
      jsonBody('ResourceEndDateByProviderRequest', endDate),
      empty,
    ),
    setPaused: act(
      'set_paused',
      'Say whether a resource is paused',
      jsonBody('ResourcePausedRequest', z.object({ paused: boolField().optional() })),
      plainStatus,
    ),
    setRestrictMemberAccess: act(
      'set_restrict_member_access',
      'Say whether members may use a resource',
      jsonBody('ResourceRestrictMemberAccessRequest', z.object({ restrict_member_access: boolField().optional() })),
      plainStatus,
    ),
    setSlug: act(
      'set_slug',
      'Set the short name of a resource',
      jsonBody('ResourceSlugRequest', z.object({ slug: slugField({ blank: false }) }), true),
      plainStatus,
    ),
    team: operation({
      method: 'get',
      path: `${path}team/`,
      tag,
      summary: 'List the members of the project of a resource, with their accounts',
      query: z.object({ has_consent: boolParam() }),
      success: ok(z.array(ProjectUser)),
      unpaged: true,
    }),
    terminate: act(
      'terminate',
      'Order the end of a resource',
      jsonBody('ResourceTerminateRequest', z.object({ attributes: dictField().optional() })),
      orderMade,
    ),
    unlink: operation({
      method: 'post',
      path: `${path}unlink/`,
      tag,
      summary: 'Forget a resource, whatever its state',
      success: gone,
    }),
    updateOptions: act(
      'update_options',
      'Change the options of a resource, by an order where the offering wants one',
      jsonBody('ResourceOptionsRequest', z.object({ options: nullable(dictField()).optional() })),
      status,
    ),
  }
}

const consumer = sharedOperations('marketplace-resources')
const CONSUMER = '/api/marketplace-resources/{uuid}/'

/** Resources as whoever consumes or provides them sees them. */
export const resourceOperations = {
  marketplace_resources_list: consumer.list,
  marketplace_resources_retrieve: consumer.retrieve,
  marketplace_resources_update: consumer.update,
  marketplace_resources_partial_update: consumer.partialUpdate,
  marketplace_resources_details_retrieve: consumer.details,
  marketplace_resources_history_list: consumer.history,
  marketplace_resources_history_at_retrieve: consumer.historyAt,
  marketplace_resources_move_resource: consumer.moveResource,
  marketplace_resources_offering_retrieve: consumer.offering,
  marketplace_resources_offering_for_subresources_list: consumer.offeringForSubresources,
  marketplace_resources_plan_periods_list: consumer.planPeriods,
  marketplace_resources_restore: consumer.restore,
  marketplace_resources_set_downscaled: consumer.setDownscaled,
  marketplace_resources_set_end_date_by_staff: consumer.setEndDateByStaff,
  marketplace_resources_set_paused: consumer.setPaused,
  marketplace_resources_set_restrict_member_access: consumer.setRestrictMemberAccess,
  marketplace_resources_set_slug: consumer.setSlug,
  marketplace_resources_team_list: consumer.team,
  marketplace_resources_terminate: consumer.terminate,
  marketplace_resources_unlink: consumer.unlink,
  marketplace_resources_update_options: consumer.updateOptions,
  marketplace_resources_update_limits: operation({
    method: 'post',
    path: `${CONSUMER}update_limits/`,
    tag: 'marketplace-resources',
    summary: 'Order other limits for a resource',
    body: jsonBody(
      'ResourceUpdateLimitsRequest',
      z.object({ limits: limitsField(), request_comment: nullable(textField({ max: 255 })).optional() }),
      true,
    ),
    success: orderMade,
  }),
  marketplace_resources_switch_plan: operation({
    method: 'post',
    path: `${CONSUMER}switch_plan/`,
    tag: 'marketplace-resources',
    summary: 'Order another plan for a resource',
    body: jsonBody('ResourceSwitchPlanRequest', z.object({ plan: linkField() }), true),
    success: orderMade,
  }),
  marketplace_resources_suggest_name: operation({
    method: 'post',
    path: '/api/marketplace-resources/suggest_name/',
    tag: 'marketplace-resources',
    summary: 'Suggest a name for a new resource',
    body: jsonBody(
      'ResourceSuggestNameRequest',
      z.object({
        project: uuidField(),
        offering: uuidField(),
        plan: nullable(uuidField()).optional(),
        attributes: dictField().optional(),
      }),
      true,
    ),
    success: ok(z.object({ name: z.string() }).partial()),
  }),
} as const

const provider = sharedOperations('marketplace-provider-resources')
const tag = 'marketplace-provider-resources'
const PROVIDER = '/api/marketplace-provider-resources/{uuid}/'

/** Resources as the provider of their offering sees and reports them. */
export const providerResourceOperations = {
  marketplace_provider_resources_list: provider.list,
  marketplace_provider_resources_retrieve: provider.retrieve,
  marketplace_provider_resources_update: provider.update,
  marketplace_provider_resources_partial_update: provider.partialUpdate,
  marketplace_provider_resources_details_retrieve: provider.details,
  marketplace_provider_resources_history_list: provider.history,
  marketplace_provider_resources_history_at_retrieve: provider.historyAt,
  marketplace_provider_resources_move_resource: provider.moveResource,
  marketplace_provider_resources_offering_retrieve: provider.offering,
  marketplace_provider_resources_offering_for_subresources_list: provider.offeringForSubresources,
  marketplace_provider_resources_plan_periods_list: provider.planPeriods,
  marketplace_provider_resources_restore: provider.restore,
  marketplace_provider_resources_set_downscaled: provider.setDownscaled,
  marketplace_provider_resources_set_end_date_by_staff: provider.setEndDateByStaff,
  marketplace_provider_resources_set_paused: provider.setPaused,
  marketplace_provider_resources_set_restrict_member_access: provider.setRestrictMemberAccess,
  marketplace_provider_resources_set_slug: provider.setSlug,
  marketplace_provider_resources_team_list: provider.team,
  marketplace_provider_resources_terminate: provider.terminate,
  marketplace_provider_resources_unlink: provider.unlink,
  marketplace_provider_resources_update_options: provider.updateOptions,
  marketplace_provider_resources_update_options_direct: operation({
    method: 'post',
    path: `${PROVIDER}update_options_direct/`,
    tag,
    summary: 'Change the options of a resource without an order',
    body: jsonBody('ResourceOptionsRequest', z.object({ options: nullable(dictField()).optional() })),
    success: status,
  }),
  marketplace_provider_resources_refresh_last_sync: operation({
    method: 'post',
    path: `${PROVIDER}refresh_last_sync/`,
    tag,
    summary: 'Note that a resource was looked at just now',
    success: empty,
  }),
  marketplace_provider_resources_set_as_ok: operation({
    method: 'post',
    path: `${PROVIDER}set_as_ok/`,
    tag,
    summary: 'Say that an erred resource works again',
    success: empty,
  }),
  marketplace_provider_resources_set_state_ok: operation({
    method: 'post',
    path: `${PROVIDER}set_state_ok/`,
    tag,
    summary: 'Say that an erred resource works again, with an answer in words',
    success: status,
  }),
  marketplace_provider_resources_set_as_erred: operation({
    method: 'post',
    path: `${PROVIDER}set_as_erred/`,
    tag,
    summary: 'Say that a resource does not work',
    body: jsonBody(
      'ResourceSetStateErredRequest',
      z.object({ error_message: textField().optional(), error_traceback: textField().optional() }),
    ),
    success: empty,
  }),
  marketplace_provider_resources_set_backend_id: operation({
    method: 'post',
    path: `${PROVIDER}set_backend_id/`,
    tag,
    summary: "Set the provider's id of a resource",
    body: jsonBody('ResourceBackendIDRequest', z.object({ backend_id: textField({ max: 255 }).optional() })),
    success: status,
  }),
  marketplace_provider_resources_set_backend_metadata: operation({
    method: 'post',
    path: `${PROVIDER}set_backend_metadata/`,
    tag,
    summary: "Set what the provider's system says of a resource",
    body: jsonBody('ResourceBackendMetadataRequest', z.object({ backend_metadata: dictField() }), true),
    success: status,
  }),
  marketplace_provider_resources_set_limits: operation({
    method: 'post',
    path: `${PROVIDER}set_limits/`,
    tag,
    summary: 'Set the limits of a resource without an order',
    body: jsonBody('ResourceSetLimitsRequest', z.object({ limits: limitsField() }), true),
    success: status,
  }),
  marketplace_provider_resources_set_endpoints: operation({
    method: 'post',
    path: `${PROVIDER}set_endpoints/`,
    tag,
    summary: 'Set the addresses under which a resource is reached',
    body: jsonBody(
      'ResourceEndpointsRequest',
      z.object({
        endpoints: listField(
          z.object({ name: textField({ max: 150, blank: false }), url: textField({ max: 255, blank: false }) }),
        ),
      }),
      true,
    ),
    success: status,
    addition: true,
  }),
  marketplace_provider_resources_set_end_date_by_provider: operation({
    method: 'post',
    path: `${PROVIDER}set_end_date_by_provider/`,
    tag,
    summary: 'Set the end of a resource, as its provider',
    body: jsonBody('ResourceEndDateByProviderRequest', endDate),
    success: empty,
  }),
  marketplace_provider_resources_submit_report: operation({
    method: 'post',
    path: `${PROVIDER}submit_report/`,
    tag,
    summary: 'Replace the report of a resource',
    body: jsonBody(
      'ResourceReportRequest',
      z.object({
        report: listField(z.object({ header: textField({ blank: false }), body: textField({ blank: false }) })),
      }),
      true,
    ),
    success: status,
  }),
} as const
