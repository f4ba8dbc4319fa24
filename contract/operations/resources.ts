import { z } from 'zod'
import { linkField, textField, uuidField } from '../fields.ts'
import { operation } from '../operation.ts'
import { dictField, nullable } from '../value-fields.ts'
import { limitsField } from './orders.ts'
import { jsonBody, ok } from './shared.ts'
import { orderMade, sharedOperations } from './resources-shared.ts'

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
