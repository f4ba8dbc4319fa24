import { z } from 'zod'
import { boolField, linkField, nullableTimeField, textField, uuidField } from '../fields.ts'
import { operation } from '../operation.ts'
import { fieldParam, orderParam } from '../list-params.ts'
import { anyUrlParam, dateBoundParam, numberParam, textParam, uuidParam } from '../params.ts'
import {
  COMPONENT_USAGE_ORDER,
  COMPONENT_USER_USAGE_ORDER,
  ComponentUsage,
  ComponentUsageFieldEnum,
  ComponentUsageOEnum,
  ComponentUserUsage,
  ComponentUserUsageFieldEnum,
  ComponentUserUsageLimit,
  ComponentUserUsageOEnum,
} from '../schemas/usages.ts'
import { decimalField, listField } from '../value-fields.ts'
import { jsonBody, listQuery, ok } from './shared.ts'

const USAGES = '/api/marketplace-component-usages/'
const USER_USAGES = '/api/marketplace-component-user-usages/'
const LIMITS = '/api/component-user-usage-limits/'

const usageFields = () => fieldParam(ComponentUsageFieldEnum.options, 'ComponentUsageFieldEnum')
const userUsageFields = () => fieldParam(ComponentUserUsageFieldEnum.options, 'ComponentUserUsageFieldEnum')

/** Resources have two addresses. */
export const resourceParam = () => anyUrlParam(['marketplace-resources', 'marketplace-provider-resources'])

const filters = {
  billing_period_month: numberParam(),
  billing_period_year: numberParam(),
  customer_uuid: uuidParam(),
  date_after: dateBoundParam('date'),
  date_before: dateBoundParam('date'),
  offering_uuid: uuidParam(),
  project_uuid: uuidParam(),
  resource: resourceParam(),
  resource_uuid: uuidParam(),
  type: textParam(),
}

/** When something was used; null means now, too. */
const timeField = () => nullableTimeField().meta({ type: 'string', format: 'date-time' })

const amountField = () => decimalField({ digits: 20, places: 2, min: '0' })

const setUsageBody = z.object({
  usages: listField(
    z.object({
      type: textField({ blank: false }),
      amount: amountField(),
      description: textField({ max: 4096 }).optional(),
      recurring: boolField().optional(),
    }),
  ),
  plan_period: uuidField().optional(),
  resource: uuidField().optional(),
  date: timeField(),
})

const userUsage = z.object({
  username: textField({ max: 100, blank: false }),
  usage: amountField().optional(),
  user: linkField().optional(),
  date: timeField(),
})

const limitFields = {
  resource: linkField(),
  component: uuidField(),
  user: linkField(),
  limit: amountField().optional(),
}

/** Usage of components, as providers report it, its shares of accounts and the limits of these. */
export const componentUsageOperations = {
  marketplace_component_usages_list: operation({
    method: 'get',
    path: USAGES,
    tag: 'marketplace-component-usages',
    summary: 'List usages of components',
    query: listQuery({
      ...filters,
      billing_period: dateBoundParam('billing_period'),
      field: usageFields(),
      o: orderParam(COMPONENT_USAGE_ORDER, ComponentUsageOEnum),
    }),
    success: ok(z.array(ComponentUsage)),
    count: { operationId: 'marketplace_component_usages_count' },
  }),
  marketplace_component_usages_retrieve: operation({
    method: 'get',
    path: `${USAGES}{uuid}/`,
    tag: 'marketplace-component-usages',
    summary: 'Get the usage of a component',
    query: z.object({ field: usageFields() }),
    success: ok(ComponentUsage),
  }),
  marketplace_component_usages_set_usage: operation({
    method: 'post',
    path: `${USAGES}set_usage/`,
    tag: 'marketplace-component-usages',
    summary: 'Report how much a resource used of its components in a month',
    body: jsonBody('ComponentUsageCreateRequest', setUsageBody, true),
    success: { status: 201 },
  }),
  marketplace_component_usages_set_user_usage: operation({
    method: 'post',
    path: `${USAGES}{uuid}/set_user_usage/`,
    tag: 'marketplace-component-usages',
    summary: 'Report the share of an account in a usage',
    body: jsonBody('ComponentUserUsageCreateRequest', userUsage, true),
    success: { status: 201 },
  }),
  marketplace_component_usages_set_user_usages: operation({
    method: 'post',
    path: `${USAGES}{uuid}/set_user_usages/`,
    tag: 'marketplace-component-usages',
    summary: 'Report the shares of several accounts in a usage',
    body: jsonBody('ComponentUserUsageBulkCreateRequest', z.object({ usages: listField(userUsage) }), true),
    success: { status: 201 },
  }),
  marketplace_component_user_usages_list: operation({
    method: 'get',
    path: USER_USAGES,
    tag: 'marketplace-component-user-usages',
    summary: 'List shares of accounts in usages',
    query: listQuery({
      ...filters,
      component_usage__billing_period: dateBoundParam('component_usage__billing_period'),
      // As the site agent spells it.
      component_usage_billing_period: dateBoundParam('component_usage_billing_period'),
      username: textParam(),
      field: userUsageFields(),
      o: orderParam(COMPONENT_USER_USAGE_ORDER, ComponentUserUsageOEnum),
    }),
    success: ok(z.array(ComponentUserUsage)),
    count: { operationId: 'marketplace_component_user_usages_count' },
  }),
  marketplace_component_user_usages_retrieve: operation({
    method: 'get',
    path: `${USER_USAGES}{uuid}/`,
    tag: 'marketplace-component-user-usages',
    summary: 'Get the share of an account in a usage',
    query: z.object({ field: userUsageFields() }),
    success: ok(ComponentUserUsage),
  }),
  component_user_usage_limits_list: operation({
    method: 'get',
    path: LIMITS,
    tag: 'component-user-usage-limits',
    summary: 'List how much of components accounts may use',
    query: listQuery({
      component_type: textParam(),
      offering_uuid: uuidParam(),
      resource: resourceParam(),
      resource_uuid: uuidParam(),
      username: textParam(),
    }),
    success: ok(z.array(ComponentUserUsageLimit)),
    count: { operationId: 'component_user_usage_limits_count' },
  }),
  component_user_usage_limits_retrieve: operation({
    method: 'get',
    path: `${LIMITS}{uuid}/`,
    tag: 'component-user-usage-limits',
    summary: 'Get how much of a component an account may use',
    success: ok(ComponentUserUsageLimit),
  }),
  component_user_usage_limits_create: operation({
    method: 'post',
    path: LIMITS,
    tag: 'component-user-usage-limits',
    summary: 'Limit how much of a component an account may use',
    body: jsonBody('ComponentUserUsageLimitRequest', z.object(limitFields), true),
    success: { status: 201, schema: ComponentUserUsageLimit },
  }),
  component_user_usage_limits_update: operation({
    method: 'put',
    path: `${LIMITS}{uuid}/`,
    tag: 'component-user-usage-limits',
    summary: 'Replace the limit of an account',
    body: jsonBody('ComponentUserUsageLimitRequest', z.object(limitFields), true),
    success: ok(ComponentUserUsageLimit),
  }),
  component_user_usage_limits_partial_update: operation({
    method: 'patch',
    path: `${LIMITS}{uuid}/`,
    tag: 'component-user-usage-limits',
    summary: 'Change the limit of an account',
    body: jsonBody('PatchedComponentUserUsageLimitRequest', z.object(limitFields).partial(), false),
    success: ok(ComponentUserUsageLimit),
  }),
  component_user_usage_limits_destroy: operation({
    method: 'delete',
    path: `${LIMITS}{uuid}/`,
    tag: 'component-user-usage-limits',
    summary: 'Lift the limit of an account',
    success: { status: 204 },
  }),
} as const
