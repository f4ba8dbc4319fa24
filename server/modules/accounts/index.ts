import {
  closeCourseAccount,
  createCourseAccount,
  createCourseAccounts,
  listCourseAccounts,
  retrieveCourseAccount,
} from './course-accounts.ts'
import {
  closeCustomerAccount,
  createCustomerAccount,
  listCustomerAccounts,
  retrieveCustomerAccount,
  rotateCustomerKey,
  updateCustomerAccount,
} from './customer-service-accounts.ts'
import {
  closeProjectAccount,
  createProjectAccount,
  listProjectAccounts,
  retrieveProjectAccount,
  rotateProjectKey,
  updateProjectAccount,
} from './project-service-accounts.ts'

export { accountStateCodes } from './account-columns.ts'
export { closeAccountsOfProject, closeEndedAccounts } from './close-of-projects.ts'
export { courseAccountConditions, courseAccountOrder } from './course-accounts.ts'
export { courseAccountColumns, courseAccountJoins } from './course-account-view.ts'
export {
  customerServiceAccountColumns,
  customerServiceAccountJoins,
  projectServiceAccountColumns,
  projectServiceAccountJoins,
} from './service-account-view.ts'

export const accountHandlers = {
  marketplace_project_service_accounts_list: listProjectAccounts,
  marketplace_project_service_accounts_create: createProjectAccount,
  marketplace_project_service_accounts_retrieve: retrieveProjectAccount,
  marketplace_project_service_accounts_update: updateProjectAccount,
  marketplace_project_service_accounts_partial_update: updateProjectAccount,
  marketplace_project_service_accounts_destroy: closeProjectAccount,
  marketplace_project_service_accounts_rotate_api_key: rotateProjectKey,
  marketplace_customer_service_accounts_list: listCustomerAccounts,
  marketplace_customer_service_accounts_create: createCustomerAccount,
  marketplace_customer_service_accounts_retrieve: retrieveCustomerAccount,
  marketplace_customer_service_accounts_update: updateCustomerAccount,
  marketplace_customer_service_accounts_partial_update: updateCustomerAccount,
  marketplace_customer_service_accounts_destroy: closeCustomerAccount,
  marketplace_customer_service_accounts_rotate_api_key: rotateCustomerKey,
  marketplace_course_accounts_list: listCourseAccounts,
  marketplace_course_accounts_create: createCourseAccount,
  marketplace_course_accounts_create_bulk: createCourseAccounts,
  marketplace_course_accounts_retrieve: retrieveCourseAccount,
  marketplace_course_accounts_destroy: closeCourseAccount,
}
