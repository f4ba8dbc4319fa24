import { listUsages, listUserUsages, retrieveUsage, retrieveUserUsage } from './read-usages.ts'
import { setUsage } from './set-usage.ts'
import { setUserUsage, setUserUsages } from './set-user-usage.ts'

export const componentUsageHandlers = {
  marketplace_component_usages_list: listUsages,
  marketplace_component_usages_retrieve: retrieveUsage,
  marketplace_component_usages_set_usage: setUsage,
  marketplace_component_usages_set_user_usage: setUserUsage,
  marketplace_component_usages_set_user_usages: setUserUsages,
  marketplace_component_user_usages_list: listUserUsages,
  marketplace_component_user_usages_retrieve: retrieveUserUsage,
}
