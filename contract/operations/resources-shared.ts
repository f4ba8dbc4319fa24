import { z } from 'zod'
import { boolField, slugField, textField } from '../fields.ts'
import type { JSON_BODY } from '../operation.ts'
import { operation } from '../operation.ts'
import { fieldParam, orderParam } from '../list-params.ts'
import {
  boolParam,
  choicesParam,
  looseParam,
  countParam,
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
import { dateField, dictField, nullable } from '../value-fields.ts'
import { jsonBody, listQuery, ok } from './shared.ts'

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

export const status = ok(ResourceResponseStatus)
const plainStatus = ok(z.object({ status: z.string() }).partial())
export const orderMade = ok(OrderUUID)
export const empty = { status: 200 } as const
const gone = { status: 204 } as const
export const endDate = z.object({ end_date: nullable(dateField()).optional() })

/** What both collections of resources offer: seen by consumers, and by providers. */
export const sharedOperations = (collection: 'marketplace-resources' | 'marketplace-provider-resources') => {
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
