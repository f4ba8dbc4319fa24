import { archivePlan } from './archive-plan.ts'
import { createPlan } from './create-plan.ts'
import { listPlans } from './list-plans.ts'
import { deletePlanGroups, updatePlanGroups } from './organization-groups.ts'
import { retrievePlan } from './retrieve-plan.ts'
import { updateDiscounts, updatePrices, updateQuotas } from './update-components.ts'
import { updatePlan } from './update-plan.ts'
import { listPlanUsage } from './usage-stats.ts'

export { offeringPlanColumns, offeringPlans, planJoins } from './plan-columns.ts'
export { insertPlan, clearUnitPrices, refreshUnitPrices } from './plan-rows.ts'

export const planHandlers = {
  marketplace_plans_list: listPlans,
  marketplace_plans_create: createPlan,
  marketplace_plans_usage_stats_list: listPlanUsage,
  marketplace_plans_retrieve: retrievePlan,
  marketplace_plans_update: updatePlan,
  marketplace_plans_partial_update: updatePlan,
  marketplace_plans_update_prices: updatePrices,
  marketplace_plans_update_quotas: updateQuotas,
  marketplace_plans_update_discounts: updateDiscounts,
  marketplace_plans_archive: archivePlan,
  marketplace_plans_update_organization_groups: updatePlanGroups,
  marketplace_plans_delete_organization_groups: deletePlanGroups,
}
