import { patchResource, setBackendId, setDownscaled, setEndDate, setPaused } from './edit.ts'
import { setRestrictMemberAccess, setSlug, updateResource } from './edit.ts'
import { listHistory, retrieveHistoryAt } from './history.ts'
import { listResources } from './list.ts'
import { updateOptions, updateOptionsDirectly } from './options.ts'
import { orderPlanSwitch, restoreResource, terminateResource, updateLimits } from './order-actions.ts'
import { listPlanPeriods } from './plan-periods.ts'
import { refreshLastSync, setAsErred, setAsOk, setBackendMetadata, setEndpoints } from './report.ts'
import { setLimits, setStateOk, submitReport } from './report.ts'
import { listSubresourceOfferings, retrieveDetails, retrieveResource, retrieveResourceOfOrder } from './retrieve.ts'
import { retrieveOfferingOfOrder, retrieveOfferingOfResource } from './retrieve.ts'
import { moveToProject, unlinkResource } from './staff-actions.ts'
import { suggestName } from './suggest-name.ts'
import { listTeam } from './team.ts'

export { endExpiredResources, withdrawTerminations } from './end-dates.ts'
export { resourceColumns, resourceJoins } from './view.ts'

interface Input<Query, Body> {
  params: Record<string, string>
  query: Query
  body: Body
}

/**
 * A function behind both collections. Their rows of the operation table are the same but for path and tag, which the
 * compiler does not see by the names of the operations.
 */
const forProvider = <Context, Query, Body, Answer>(
  handler: (context: Context, input: Input<Query, Body>) => Answer,
): ((context: Context, input: Input<Query, Body>) => Answer) => handler

export const resourceHandlers = {
  marketplace_orders_resource_retrieve: retrieveResourceOfOrder,
  marketplace_orders_offering_retrieve: retrieveOfferingOfOrder,
  marketplace_resources_list: listResources('resource'),
  marketplace_resources_retrieve: retrieveResource,
  marketplace_resources_update: updateResource,
  marketplace_resources_partial_update: patchResource,
  marketplace_resources_details_retrieve: retrieveDetails,
  marketplace_resources_history_list: listHistory,
  marketplace_resources_history_at_retrieve: retrieveHistoryAt,
  marketplace_resources_move_resource: moveToProject,
  marketplace_resources_offering_retrieve: retrieveOfferingOfResource,
  marketplace_resources_offering_for_subresources_list: listSubresourceOfferings,
  marketplace_resources_plan_periods_list: listPlanPeriods,
  marketplace_resources_restore: restoreResource,
  marketplace_resources_set_downscaled: setDownscaled,
  marketplace_resources_set_end_date_by_staff: setEndDate,
  marketplace_resources_set_paused: setPaused,
  marketplace_resources_set_restrict_member_access: setRestrictMemberAccess,
  marketplace_resources_set_slug: setSlug,
  marketplace_resources_team_list: listTeam,
  marketplace_resources_terminate: terminateResource,
  marketplace_resources_unlink: unlinkResource,
  marketplace_resources_update_options: updateOptions,
  marketplace_resources_update_limits: updateLimits,
  marketplace_resources_switch_plan: orderPlanSwitch,
  marketplace_resources_suggest_name: suggestName,
  marketplace_provider_resources_list: forProvider(listResources('provider_resource')),
  marketplace_provider_resources_retrieve: forProvider(retrieveResource),
  marketplace_provider_resources_update: forProvider(updateResource),
  marketplace_provider_resources_partial_update: forProvider(patchResource),
  marketplace_provider_resources_details_retrieve: forProvider(retrieveDetails),
  marketplace_provider_resources_history_list: forProvider(listHistory),
  marketplace_provider_resources_history_at_retrieve: forProvider(retrieveHistoryAt),
  marketplace_provider_resources_move_resource: forProvider(moveToProject),
  marketplace_provider_resources_offering_retrieve: forProvider(retrieveOfferingOfResource),
  marketplace_provider_resources_offering_for_subresources_list: forProvider(listSubresourceOfferings),
  marketplace_provider_resources_plan_periods_list: forProvider(listPlanPeriods),
  marketplace_provider_resources_restore: forProvider(restoreResource),
  marketplace_provider_resources_set_downscaled: forProvider(setDownscaled),
  marketplace_provider_resources_set_end_date_by_staff: forProvider(setEndDate),
  marketplace_provider_resources_set_paused: forProvider(setPaused),
  marketplace_provider_resources_set_restrict_member_access: forProvider(setRestrictMemberAccess),
  marketplace_provider_resources_set_slug: forProvider(setSlug),
  marketplace_provider_resources_team_list: forProvider(listTeam),
  marketplace_provider_resources_terminate: forProvider(terminateResource),
  marketplace_provider_resources_unlink: forProvider(unlinkResource),
  marketplace_provider_resources_update_options: forProvider(updateOptions),
  marketplace_provider_resources_update_options_direct: updateOptionsDirectly,
  marketplace_provider_resources_refresh_last_sync: refreshLastSync,
  marketplace_provider_resources_set_as_ok: setAsOk,
  marketplace_provider_resources_set_state_ok: setStateOk,
  marketplace_provider_resources_set_as_erred: setAsErred,
  marketplace_provider_resources_set_backend_id: setBackendId,
  marketplace_provider_resources_set_backend_metadata: setBackendMetadata,
  marketplace_provider_resources_set_limits: setLimits,
  marketplace_provider_resources_set_endpoints: setEndpoints,
  marketplace_provider_resources_set_end_date_by_provider: forProvider(setEndDate),
  marketplace_provider_resources_submit_report: submitReport,
} as const
