import { z } from 'zod'
import { addressField, textField } from '../fields.ts'
import { operation } from '../operation.ts'
import { dictField, listField, nullable } from '../value-fields.ts'
import { limitsField } from './orders.ts'
import { jsonBody } from './shared.ts'
import { endDate, empty, sharedOperations, status } from './resources-shared.ts'

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
        endpoints: listField(z.object({ name: textField({ max: 150, blank: false }), url: addressField() })),
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
