import type { Deviations } from './deviations.ts'

export const identityDeviations: Deviations = {
  'operations/api_auth_logout/answers/200': [undefined, 'C-180'],
  'schemas/Logout/logout_url': [undefined, 'C-180'],
  'operations/events_retrieve/parameters/id': ['path string*', 'C-071'],
  'operations/events_count_retrieve/answers/200': ['application/json @EventCount', 'C-181'],
  'operations/events_count_retrieve/parameters/field': [undefined, 'C-181'],
  'operations/events_event_groups_retrieve/answers/200': ['application/json @EventGroups', 'C-181'],
  'operations/events_event_groups_retrieve/parameters/field': [undefined, 'C-181'],
  'operations/events_scope_types_retrieve/answers/200': ['application/json array<string>', 'C-181'],
  'operations/events_scope_types_retrieve/parameters/field': [undefined, 'C-181'],
  'schemas/UserRoleDetails/user_image': ['string:uri | null', 'C-037'],
  'schemas/Issue/reporter': ['string:uri | null*', 'C-225'],
  'schemas/Issue/resource': ['string | null', 'C-225'],
  'schemas/Issue/resource_name': ['string | null*', 'C-225'],
  'schemas/Issue/resource_type': ['string | null*', 'C-225'],
}
