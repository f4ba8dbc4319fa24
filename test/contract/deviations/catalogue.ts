import type { Deviations } from './deviations.ts'

const NESTED_LISTS = [
  'component_stats',
  'costs',
  'customers',
  'list_course_accounts',
  'list_customer_service_accounts',
  'list_project_service_accounts',
]

const OFFERING_FILTERS = [
  'accessible_via_calls',
  'allowed_customer_uuid',
  'attributes',
  'billable',
  'can_create_offering_user',
  'category_group_uuid',
  'category_uuid',
  'created',
  'customer',
  'customer_uuid',
  'description',
  'has_active_terms_of_service',
  'has_terms_of_service',
  'importable',
  'keyword',
  'modified',
  'name',
  'name_exact',
  'o',
  'organization_group_uuid',
  'parent_uuid',
  'project_uuid',
  'query',
  'resource_customer_uuid',
  'resource_project_uuid',
  'scope_uuid',
  'service_manager_uuid',
  'shared',
  'state',
  'tag',
  'tag_name',
  'tag_names_and',
  'tags_and',
  'type',
  'user_has_consent',
  'user_has_offering_user',
  'uuid_list',
]

/** Filters of the list of offerings, published for lists below one offering. */
const withoutOfferingFilters = Object.fromEntries(
  NESTED_LISTS.flatMap((list) =>
    OFFERING_FILTERS.map((filter) => [
      `operations/marketplace_provider_offerings_${list}_list/parameters/${filter}`,
      [undefined, 'C-170'] as const,
    ]),
  ),
)

const ACCESS = 'operations/marketplace_provider_offerings_user_has_resource_access_retrieve'
const PUBLIC_PLAN = 'operations/marketplace_public_offerings_plans_retrieve/parameters'

export const catalogueDeviations: Deviations = {
  'schemas/ProviderPlanDetails/prices': ['map<string:decimal>*', 'C-035'],
  'schemas/ProviderPlanDetails/future_prices': ['map<string:decimal | null>*', 'C-035'],
  'schemas/ProviderPlanDetails/plan_type': ['string | null*', 'C-037'],
  'schemas/BaseProviderPlan/prices': ['map<string:decimal>', 'C-035'],
  'schemas/BaseProviderPlan/future_prices': ['map<string:decimal | null>', 'C-035'],
  'schemas/BaseProviderPlan/plan_type': ['string | null', 'C-037'],
  'schemas/BasePublicPlan/prices': ['map<string:decimal>', 'C-035'],
  'schemas/BasePublicPlan/future_prices': ['map<string:decimal | null>', 'C-035'],
  'schemas/BasePublicPlan/plan_type': ['string | null', 'C-037'],
  'schemas/PlanUsageResponse/limit': ['integer | null*', 'C-037'],
  'schemas/PlanUsageResponse/remaining': ['integer | null*', 'C-037'],
  'schemas/CourseAccount/project_start_date': ['string:date | null*', 'C-037'],
  'schemas/CourseAccount/project_end_date': ['string:date | null*', 'C-037'],
  [`${ACCESS}/answers/200`]: ['application/json @UserResourceAccess', 'C-167'],
  [`${ACCESS}/parameters/field`]: [undefined, 'C-167'],
  [`${PUBLIC_PLAN}/uuid`]: ['path string:uuid*', 'C-171'],
  [`${PUBLIC_PLAN}/plan_uuid`]: ['path string:uuid*', 'C-171'],
  ...withoutOfferingFilters,
}
