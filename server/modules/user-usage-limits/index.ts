import { listLimits, retrieveLimit } from './read-limits.ts'
import { createLimit, destroyLimit, patchLimit, updateLimit } from './write-limits.ts'

export const userUsageLimitHandlers = {
  component_user_usage_limits_list: listLimits,
  component_user_usage_limits_retrieve: retrieveLimit,
  component_user_usage_limits_create: createLimit,
  component_user_usage_limits_update: updateLimit,
  component_user_usage_limits_partial_update: patchLimit,
  component_user_usage_limits_destroy: destroyLimit,
}
