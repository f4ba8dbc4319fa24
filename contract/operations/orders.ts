import { z } from 'zod'
import { boolField, fileField, linkField, slugField, textField, urlField } from '../fields.ts'
import { FORM_BODIES, operation } from '../operation.ts'
import { fieldParam, orderParam } from '../list-params.ts'
import { boolParam, choicesParam, looseParam, textParam, timeParam, urlParam, uuidParam } from '../params.ts'
import { PublicOfferingDetails } from '../schemas/offerings.ts'
import {
  ORDER_DETAILS_ORDER,
  OrderAttachment,
  OrderDetails,
  OrderDetailsFieldEnum,
  OrderDetailsOEnum,
  OrderInfoResponse,
  OrderState,
  OrderUpdate,
  RequestTypes,
} from '../schemas/orders.ts'
import { Resource, ResourceFieldEnum } from '../schemas/resources.ts'
import { choiceField, dateField, dictField, integerField, mapField, nullable } from '../value-fields.ts'
import { jsonBody, listQuery, ok } from './shared.ts'

const tag = 'marketplace-orders'
const ORDERS = '/api/marketplace-orders/'
const ORDER = `${ORDERS}{uuid}/` as const

const orderFields = () => fieldParam(OrderDetailsFieldEnum.options, 'OrderDetailsFieldEnum')

/** Amounts by component type. */
export const limitsField = () => mapField(integerField())

const formBody = <T extends z.ZodType>(component: string, schema: T) => ({
  schema,
  components: {
    'application/json': component,
    'application/x-www-form-urlencoded': `${component}Form`,
    'multipart/form-data': `${component}Multipart`,
  },
  types: FORM_BODIES,
  required: false,
})

const orderChanges = z.object({
  limits: limitsField().optional(),
  attributes: dictField().optional(),
  start_date: nullable(dateField()).optional(),
})

/** A step without a body. */
const step = <const T extends { status: 200 | 202 | 204; schema?: z.ZodType }>(
  name: string,
  summary: string,
  success: T,
) => operation({ method: 'post', path: `${ORDER}${name}/`, tag, summary, success })

const info = ok(OrderInfoResponse)
const empty = { status: 200 } as const

export const orderOperations = {
  marketplace_orders_list: operation({
    method: 'get',
    path: ORDERS,
    tag,
    summary: 'List orders',
    query: listQuery({
      can_approve_as_consumer: boolParam(),
      can_approve_as_provider: boolParam(),
      category_uuid: uuidParam(),
      created: timeParam(),
      customer_uuid: uuidParam(),
      modified: timeParam(),
      modified_before: timeParam(),
      offering: urlParam('marketplace-public-offerings'),
      offering_slug: looseParam(),
      offering_type: looseParam(),
      offering_uuid: uuidParam(),
      parent_offering_uuid: uuidParam(),
      project_uuid: uuidParam(),
      provider_uuid: uuidParam(),
      query: textParam(),
      resource: urlParam('marketplace-resources'),
      resource_name: textParam(),
      resource_uuid: uuidParam(),
      service_manager_uuid: uuidParam(),
      state: choicesParam(OrderState.options, 'OrderState'),
      type: choicesParam(RequestTypes.options, 'RequestTypes'),
      o: orderParam(ORDER_DETAILS_ORDER, OrderDetailsOEnum),
      field: orderFields(),
    }),
    success: ok(z.array(OrderDetails)),
    count: { operationId: 'marketplace_orders_count' },
  }),
  marketplace_orders_create: operation({
    method: 'post',
    path: ORDERS,
    tag,
    summary: 'Order a resource',
    body: jsonBody(
      'OrderCreateRequest',
      z.object({
        offering: linkField(),
        project: linkField(),
        plan: linkField().optional(),
        attributes: dictField().optional(),
        limits: limitsField().optional(),
        accepting_terms_of_service: boolField().optional(),
        callback_url: nullable(urlField())
          .refine((value) => value === null || value.length <= 200, {
            error: 'Ensure this field has no more than 200 characters.',
          })
          .meta({ type: ['string', 'null'], format: 'uri' })
          .optional(),
        request_comment: nullable(textField({ max: 255 })).optional(),
        type: choiceField(RequestTypes.options).meta({ $ref: '#/components/schemas/RequestTypes' }).optional(),
        start_date: nullable(dateField()).optional(),
        slug: slugField().optional(),
      }),
      true,
    ),
    success: { status: 201, schema: OrderDetails },
  }),
  marketplace_orders_retrieve: operation({
    method: 'get',
    path: ORDER,
    tag,
    summary: 'Get an order',
    query: z.object({ field: orderFields() }),
    success: ok(OrderDetails),
  }),
  marketplace_orders_resource_retrieve: operation({
    method: 'get',
    path: `${ORDER}resource/`,
    tag,
    summary: 'Get the resource of an order',
    query: z.object({ field: fieldParam(ResourceFieldEnum.options, 'ResourceFieldEnum') }),
    success: ok(Resource),
    addition: true,
  }),
  marketplace_orders_offering_retrieve: operation({
    method: 'get',
    path: `${ORDER}offering/`,
    tag,
    summary: 'Get the offering of an order',
    success: ok(PublicOfferingDetails),
  }),
  marketplace_orders_update: operation({
    method: 'put',
    path: ORDER,
    tag,
    summary: 'Change an order that the consumer has not approved yet',
    body: jsonBody('OrderUpdateRequest', orderChanges),
    success: ok(OrderUpdate),
  }),
  marketplace_orders_partial_update: operation({
    method: 'patch',
    path: ORDER,
    tag,
    summary: 'Change some fields of an order that the consumer has not approved yet',
    body: jsonBody('PatchedOrderUpdateRequest', orderChanges),
    success: ok(OrderUpdate),
  }),
  marketplace_orders_destroy: operation({
    method: 'delete',
    path: ORDER,
    tag,
    summary: 'Delete an order that waits for a review',
    success: { status: 204 },
  }),
  marketplace_orders_approve_by_consumer: step('approve_by_consumer', 'Approve an order for its consumer', info),
  marketplace_orders_reject_by_consumer: operation({
    method: 'post',
    path: `${ORDER}reject_by_consumer/`,
    tag,
    summary: 'Reject an order for its consumer',
    body: jsonBody(
      'OrderErrorDetailsRequest',
      z.object({
        error_message: textField().optional(),
        error_traceback: textField().optional(),
        consumer_rejection_comment: textField().optional(),
      }),
    ),
    success: empty,
  }),
  marketplace_orders_approve_by_provider: operation({
    method: 'post',
    path: `${ORDER}approve_by_provider/`,
    tag,
    summary: 'Approve an order for its provider',
    body: jsonBody('OrderApproveByProviderRequest', z.object({ attributes: dictField().optional() })),
    success: info,
  }),
  marketplace_orders_reject_by_provider: operation({
    method: 'post',
    path: `${ORDER}reject_by_provider/`,
    tag,
    summary: 'Reject an order for its provider',
    body: jsonBody('OrderProviderRejectionRequest', z.object({ provider_rejection_comment: textField().optional() })),
    success: empty,
  }),
  marketplace_orders_cancel: step('cancel', 'Cancel an order', { status: 202 }),
  marketplace_orders_set_state_executing: step('set_state_executing', 'Begin with an order', empty),
  marketplace_orders_set_state_done: step('set_state_done', 'Say that an order is done', empty),
  marketplace_orders_set_state_erred: operation({
    method: 'post',
    path: `${ORDER}set_state_erred/`,
    tag,
    summary: 'Say that an order failed',
    body: jsonBody(
      'OrderErrorDetailsRequest',
      z.object({
        error_message: textField().optional(),
        error_traceback: textField().optional(),
        consumer_rejection_comment: textField().optional(),
      }),
    ),
    success: empty,
  }),
  marketplace_orders_set_backend_id: operation({
    method: 'post',
    path: `${ORDER}set_backend_id/`,
    tag,
    summary: "Set the provider's id of an order",
    body: jsonBody('OrderBackendIDRequest', z.object({ backend_id: textField({ max: 255, blank: false }) }), true),
    success: ok(z.object({ status: z.string() }).partial()),
  }),
  marketplace_orders_set_consumer_info: operation({
    method: 'post',
    path: `${ORDER}set_consumer_info/`,
    tag,
    summary: "Leave the consumer's message on an order",
    body: formBody(
      'OrderConsumerInfoRequest',
      z.object({
        consumer_message: textField().optional(),
        consumer_message_attachment: fileField().meta({ type: 'string', format: 'binary' }),
      }),
    ),
    success: info,
  }),
  marketplace_orders_set_provider_info: operation({
    method: 'post',
    path: `${ORDER}set_provider_info/`,
    tag,
    summary: "Leave the provider's message on an order",
    body: formBody(
      'OrderProviderInfoRequest',
      z.object({
        provider_message: textField().optional(),
        provider_message_url: textField({ max: 200 })
          .refine((value) => value === '' || (/^https?:\/\/\S+$/i.test(value) && URL.canParse(value)), {
            error: 'Enter a valid URL.',
          })
          .meta({ type: 'string', format: 'uri' })
          .optional(),
        provider_message_attachment: fileField().meta({ type: 'string', format: 'binary' }),
      }),
    ),
    success: info,
  }),
  marketplace_orders_update_attachment: operation({
    method: 'post',
    path: `${ORDER}update_attachment/`,
    tag,
    summary: 'Attach a file to an order that waits',
    body: formBody('OrderAttachmentRequest', z.object({ attachment: fileField() })),
    success: ok(OrderAttachment),
  }),
  marketplace_orders_delete_attachment: step('delete_attachment', 'Remove the file of an order that waits', {
    status: 204,
  }),
  marketplace_orders_unlink: step('unlink', 'Forget an order, whatever its state', { status: 204 }),
} as const
