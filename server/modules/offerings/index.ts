import { checkUniqueBackendId, updateBackendIdRules } from './backend-ids.ts'
import { updateComplianceChecklist } from './compliance-checklist.ts'
import { changeComponent, createComponent, removeComponent } from './components.ts'
import { createOffering } from './create-offering.ts'
import { destroyOffering } from './destroy-offering.ts'
import { addEndpoint, deleteEndpoint } from './endpoints.ts'
import { deleteImage, deleteThumbnail, updateImage, updateThumbnail } from './images.ts'
import {
  listCourseAccounts,
  listCustomerProjects,
  listCustomerServiceAccounts,
  listCustomerUsers,
  listProjectServiceAccounts,
} from './list-consumers.ts'
import { listOfferingGroups, listProviderOfferings, listPublicOfferings } from './list-offerings.ts'
import { moveOffering } from './move-offering.ts'
import { listOfferingOrders, retrieveOfferingOrder } from './orders.ts'
import { deleteOrganizationGroups, updateOrganizationGroups } from './organization-groups.ts'
import { addPartition, removePartition, updatePartition } from './partitions.ts'
import { listPublicPlans, retrievePublicPlan } from './public-plans.ts'
import { retrieveProviderOffering, retrievePublicOffering } from './retrieve-offering.ts'
import {
  activateOffering,
  archiveOffering,
  draftOffering,
  makeOfferingAvailable,
  makeOfferingUnavailable,
  pauseOffering,
  unpauseOffering,
} from './state-actions.ts'
import {
  listComponentStats,
  listCosts,
  listOfferingCustomers,
  retrieveConsentStats,
  retrieveStats,
  retrieveUserAccess,
} from './stats.ts'
import {
  setBackendMetadata,
  updateAttributes,
  updateDescription,
  updateIntegration,
  updateLocation,
  updateOptions,
  updateOverview,
  updateResourceOptions,
} from './updates.ts'
import {
  deleteUserAttributeConfig,
  retrieveUserAttributeConfig,
  updateUserAttributeConfig,
} from './user-attribute-config.ts'
import { refreshUsernames } from './usernames.ts'

export { offeringConditions, queryCondition } from './offering-filters.ts'
export { offeringOrder, withoutFigures } from './order.ts'
export { offeringComponents } from './component-columns.ts'
export { readPublicOffering } from './retrieve-offering.ts'
export { offeringState } from './state.ts'

export const offeringHandlers = {
  marketplace_provider_offerings_list: listProviderOfferings,
  marketplace_provider_offerings_groups_list: listOfferingGroups,
  marketplace_provider_offerings_create: createOffering,
  marketplace_provider_offerings_retrieve: retrieveProviderOffering,
  marketplace_provider_offerings_destroy: destroyOffering,
  marketplace_provider_offerings_move_offering: moveOffering,
  marketplace_provider_offerings_activate: activateOffering,
  marketplace_provider_offerings_pause: pauseOffering,
  marketplace_provider_offerings_unpause: unpauseOffering,
  marketplace_provider_offerings_archive: archiveOffering,
  marketplace_provider_offerings_draft: draftOffering,
  marketplace_provider_offerings_make_unavailable: makeOfferingUnavailable,
  marketplace_provider_offerings_make_available: makeOfferingAvailable,
  marketplace_provider_offerings_update_overview: updateOverview,
  marketplace_provider_offerings_update_description: updateDescription,
  marketplace_provider_offerings_update_attributes: updateAttributes,
  marketplace_provider_offerings_update_location: updateLocation,
  marketplace_provider_offerings_update_options: updateOptions,
  marketplace_provider_offerings_update_resource_options: updateResourceOptions,
  marketplace_provider_offerings_update_integration: updateIntegration,
  marketplace_provider_offerings_update_thumbnail: updateThumbnail,
  marketplace_provider_offerings_delete_thumbnail: deleteThumbnail,
  marketplace_provider_offerings_update_image: updateImage,
  marketplace_provider_offerings_delete_image: deleteImage,
  marketplace_provider_offerings_create_offering_component: createComponent,
  marketplace_provider_offerings_update_offering_component: changeComponent,
  marketplace_provider_offerings_remove_offering_component: removeComponent,
  marketplace_provider_offerings_add_endpoint: addEndpoint,
  marketplace_provider_offerings_delete_endpoint: deleteEndpoint,
  marketplace_provider_offerings_add_partition: addPartition,
  marketplace_provider_offerings_update_partition_partial_update: updatePartition,
  marketplace_provider_offerings_remove_partition: removePartition,
  marketplace_provider_offerings_update_organization_groups: updateOrganizationGroups,
  marketplace_provider_offerings_delete_organization_groups: deleteOrganizationGroups,
  marketplace_provider_offerings_update_compliance_checklist: updateComplianceChecklist,
  marketplace_provider_offerings_update_backend_id_rules: updateBackendIdRules,
  marketplace_provider_offerings_set_backend_metadata: setBackendMetadata,
  marketplace_provider_offerings_check_unique_backend_id: checkUniqueBackendId,
  marketplace_provider_offerings_refresh_offering_usernames: refreshUsernames,
  marketplace_provider_offerings_user_attribute_config_retrieve: retrieveUserAttributeConfig,
  marketplace_provider_offerings_update_user_attribute_config: updateUserAttributeConfig,
  marketplace_provider_offerings_update_user_attribute_config_update: updateUserAttributeConfig,
  marketplace_provider_offerings_update_user_attribute_config_partial_update: updateUserAttributeConfig,
  marketplace_provider_offerings_delete_user_attribute_config_destroy: deleteUserAttributeConfig,
  marketplace_provider_offerings_stats_retrieve: retrieveStats,
  marketplace_provider_offerings_costs_list: listCosts,
  marketplace_provider_offerings_component_stats_list: listComponentStats,
  marketplace_provider_offerings_customers_list: listOfferingCustomers,
  marketplace_provider_offerings_list_customer_projects_list: listCustomerProjects,
  marketplace_provider_offerings_list_customer_users_list: listCustomerUsers,
  marketplace_provider_offerings_list_course_accounts_list: listCourseAccounts,
  marketplace_provider_offerings_list_project_service_accounts_list: listProjectServiceAccounts,
  marketplace_provider_offerings_list_customer_service_accounts_list: listCustomerServiceAccounts,
  marketplace_provider_offerings_orders_list: listOfferingOrders,
  marketplace_provider_offerings_orders_retrieve: retrieveOfferingOrder,
  marketplace_provider_offerings_user_has_resource_access_retrieve: retrieveUserAccess,
  marketplace_provider_offerings_tos_stats_retrieve: retrieveConsentStats,
  marketplace_public_offerings_list: listPublicOfferings,
  marketplace_public_offerings_retrieve: retrievePublicOffering,
  marketplace_public_offerings_plans_list: listPublicPlans,
  marketplace_public_offerings_plans_retrieve: retrievePublicPlan,
} as const
