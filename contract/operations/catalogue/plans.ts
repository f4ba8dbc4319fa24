import { z } from 'zod'
import { linkField } from '../../fields.ts'
import { operation } from '../../operation.ts'
import { orderParam } from '../../list-params.ts'
import { csvParam, urlParam, uuidParam } from '../../params.ts'
import { ProviderPlanDetails } from '../../schemas/catalogue.ts'
import { PLAN_USAGE_ORDER, PlanUsageResponse } from '../../schemas/offering-answers.ts'
import { integerField, mapField, nullable } from '../../value-fields.ts'
import { jsonBody, listQuery, ok } from '../shared.ts'
import { naturalField, priceField } from './fields.ts'
import { groupsBody } from './offering-changes.ts'
import { planFields } from './provider-offerings.ts'

const PLANS = '/api/marketplace-plans/'
const PLAN = `${PLANS}{uuid}/` as const
const tag = { tag: 'marketplace-plans' } as const

const planFilters = {
  offering: urlParam('marketplace-provider-offerings'),
  offering_slug: csvParam({ schema: { type: 'array', items: { type: 'string' } }, explode: false }),
  offering_uuid: uuidParam(),
  parent_offering_uuid: uuidParam(),
}

const detailFields = { ...planFields, offering: linkField() }

const changeOf = <const P extends string, const T extends z.ZodRawShape>(
  name: P,
  summary: string,
  component: string,
  shape: T,
) =>
  operation({
    ...tag,
    method: 'post',
    path: `${PLAN}${name}/` as const,
    summary,
    body: jsonBody(component, z.object(shape), true),
    success: { status: 200 },
  })

export const planOperations = {
  marketplace_plans_list: operation({
    ...tag,
    method: 'get',
    path: PLANS,
    summary: 'List plans',
    query: listQuery(planFilters),
    success: ok(z.array(ProviderPlanDetails)),
    count: { operationId: 'marketplace_plans_count' },
    anonymous: true,
  }),
  marketplace_plans_create: operation({
    ...tag,
    method: 'post',
    path: PLANS,
    summary: 'Add a plan to an offering',
    body: jsonBody('ProviderPlanDetailsRequest', z.object(detailFields), true),
    success: { status: 201, schema: ProviderPlanDetails },
  }),
  marketplace_plans_usage_stats_list: operation({
    ...tag,
    method: 'get',
    path: `${PLANS}usage_stats/`,
    summary: 'Count the resources of every plan',
    query: listQuery({
      ...planFilters,
      customer_provider_uuid: uuidParam(),
      o: orderParam(PLAN_USAGE_ORDER),
    }),
    success: ok(z.array(PlanUsageResponse)),
    count: { operationId: 'marketplace_plans_usage_stats_count' },
  }),
  marketplace_plans_update: operation({
    ...tag,
    method: 'put',
    path: PLAN,
    summary: 'Replace a plan that no resource uses',
    body: jsonBody('ProviderPlanDetailsRequest', z.object(detailFields), true),
    success: ok(ProviderPlanDetails),
  }),
  marketplace_plans_partial_update: operation({
    ...tag,
    method: 'patch',
    path: PLAN,
    summary: 'Change a plan that no resource uses',
    body: jsonBody('PatchedProviderPlanDetailsRequest', z.object(detailFields).partial(), false),
    success: ok(ProviderPlanDetails),
  }),
  marketplace_plans_update_prices: changeOf(
    'update_prices',
    'Set the prices of a plan; those of a plan in use change with the month',
    'PricesUpdateRequest',
    { prices: mapField(priceField()) },
  ),
  marketplace_plans_update_quotas: changeOf(
    'update_quotas',
    'Set the included amounts of a plan',
    'QuotasUpdateRequest',
    { quotas: mapField(naturalField()) },
  ),
  marketplace_plans_update_discounts: changeOf(
    'update_discounts',
    'Set the discounts of a plan',
    'DiscountsUpdateRequest',
    {
      discounts: mapField(
        z.object({
          discount_threshold: nullable(integerField({ min: 1, max: 2_147_483_647 })).optional(),
          discount_rate: nullable(naturalField(100)).optional(),
        }),
      ),
    },
  ),
  marketplace_plans_archive: operation({
    ...tag,
    method: 'post',
    path: `${PLAN}archive/`,
    summary: 'Archive a plan: no new resource may use it',
    success: { status: 200 },
  }),
  marketplace_plans_update_organization_groups: operation({
    ...tag,
    method: 'post',
    path: `${PLAN}update_organization_groups/`,
    summary: 'Restrict a plan to groups of organizations',
    body: groupsBody,
    success: { status: 200 },
  }),
  marketplace_plans_delete_organization_groups: operation({
    ...tag,
    method: 'post',
    path: `${PLAN}delete_organization_groups/`,
    summary: 'Open a plan to all organizations',
    success: { status: 204 },
  }),
} as const
