import type { Policy } from '../policy.ts'
import type { ScopeName } from '../target.ts'

/** Rights on accounts are held on the organization that provides the offering, or on the provider that it is. */
export const ON_PROVIDER = ['provider-customer', 'provider'] as const satisfies readonly ScopeName[]

const user = { who: 'user' } as const
const account = { who: 'visible', target: 'offering_user' } as const

const updateAccount = {
  who: 'holder',
  target: 'offering_user',
  permission: 'OFFERING.UPDATE_USER',
  at: ON_PROVIDER,
} as const

const robot = { who: 'visible', target: 'robot_account' } as const

const onRobot = <const P extends string>(permission: P) =>
  ({ who: 'holder', target: 'robot_account', permission: `RESOURCE.${permission}_ROBOT_ACCOUNT`, at: ON_PROVIDER }) as const

const ON_PROJECT = ['project', 'customer'] as const satisfies readonly ScopeName[]
const ON_CUSTOMER = ['customer'] as const satisfies readonly ScopeName[]

const projectAccount = { who: 'visible', target: 'project_service_account' } as const
const customerAccount = { who: 'visible', target: 'customer_service_account' } as const
const courseAccount = { who: 'visible', target: 'course_account' } as const

const manageProjectAccount = {
  who: 'holder',
  target: 'project_service_account',
  permission: 'SERVICE_ACCOUNT.MANAGE',
  at: ON_PROJECT,
} as const
const manageCustomerAccount = {
  who: 'holder',
  target: 'customer_service_account',
  permission: 'SERVICE_ACCOUNT.MANAGE',
  at: ON_CUSTOMER,
} as const

/** Staff and support, checked inside, as for the objects of the lists. */
const privileged = { who: 'checked-inside' } as const

export const accountPolicies = {
  marketplace_offering_users_list: user,
  // The scope is in the body.
  marketplace_offering_users_create: user,
  marketplace_offering_users_retrieve: account,
  marketplace_offering_users_update: updateAccount,
  marketplace_offering_users_partial_update: updateAccount,
  // The right is checked inside: its refusal has words of its own.
  marketplace_offering_users_destroy: account,
  marketplace_offering_users_begin_creating: updateAccount,
  // C-202: the original asks for no right here, nor for the two errors.
  marketplace_offering_users_set_ok: updateAccount,
  marketplace_offering_users_set_pending_account_linking: updateAccount,
  marketplace_offering_users_set_pending_additional_validation: updateAccount,
  marketplace_offering_users_set_validation_complete: updateAccount,
  marketplace_offering_users_set_error_creating: updateAccount,
  marketplace_offering_users_request_deletion: updateAccount,
  marketplace_offering_users_set_deleting: updateAccount,
  marketplace_offering_users_set_deleted: updateAccount,
  marketplace_offering_users_set_error_deleting: updateAccount,
  marketplace_offering_users_update_restricted: {
    who: 'holder',
    target: 'offering_user',
    permission: 'OFFERINGUSER.UPDATE_RESTRICTION',
    at: ON_PROVIDER,
  },
  marketplace_offering_users_update_comments_partial_update: updateAccount,
  // Which offering is meant stands in the query.
  marketplace_offering_users_checklist_template_retrieve: user,
  // Not for everybody who sees the account; checked inside, where it is known whose it is.
  marketplace_offering_users_checklist_retrieve: account,
  marketplace_offering_users_completion_status_retrieve: account,
  marketplace_offering_users_submit_answers: account,
  marketplace_offering_users_checklist_review_retrieve: updateAccount,
  marketplace_offering_users_completion_review_status_retrieve: updateAccount,

  marketplace_robot_accounts_list: user,
  // The resource is in the body.
  marketplace_robot_accounts_create: user,
  marketplace_robot_accounts_retrieve: robot,
  // The right is checked inside, after the fields.
  marketplace_robot_accounts_update: robot,
  marketplace_robot_accounts_partial_update: robot,
  marketplace_robot_accounts_destroy: onRobot('DELETE'),
  marketplace_robot_accounts_set_state_creating: onRobot('UPDATE'),
  marketplace_robot_accounts_set_state_ok: onRobot('UPDATE'),
  marketplace_robot_accounts_set_state_request_deletion: onRobot('UPDATE'),
  marketplace_robot_accounts_set_state_deleted: onRobot('UPDATE'),
  marketplace_robot_accounts_set_state_erred: onRobot('UPDATE'),

  marketplace_project_service_accounts_list: user,
  // What an account is for stands in the body, here and below.
  marketplace_project_service_accounts_create: user,
  marketplace_project_service_accounts_retrieve: projectAccount,
  marketplace_project_service_accounts_update: manageProjectAccount,
  marketplace_project_service_accounts_partial_update: manageProjectAccount,
  marketplace_project_service_accounts_destroy: manageProjectAccount,
  marketplace_project_service_accounts_rotate_api_key: manageProjectAccount,
  marketplace_customer_service_accounts_list: user,
  marketplace_customer_service_accounts_create: user,
  marketplace_customer_service_accounts_retrieve: customerAccount,
  marketplace_customer_service_accounts_update: manageCustomerAccount,
  marketplace_customer_service_accounts_partial_update: manageCustomerAccount,
  marketplace_customer_service_accounts_destroy: manageCustomerAccount,
  marketplace_customer_service_accounts_rotate_api_key: manageCustomerAccount,
  marketplace_course_accounts_list: user,
  marketplace_course_accounts_create: user,
  marketplace_course_accounts_create_bulk: user,
  marketplace_course_accounts_retrieve: courseAccount,
  marketplace_course_accounts_destroy: {
    who: 'holder',
    target: 'course_account',
    permission: 'PROJECT.COURSE_ACCOUNT_MANAGE',
    at: ON_PROJECT,
  },

  checklists_admin_list: privileged,
  checklists_admin_create: { who: 'staff' },
  checklists_admin_retrieve: { who: 'visible', target: 'checklist' },
  checklists_admin_update: { who: 'staff', target: 'checklist' },
  checklists_admin_partial_update: { who: 'staff', target: 'checklist' },
  checklists_admin_destroy: { who: 'staff', target: 'checklist' },
  checklists_admin_checklist_questions: { who: 'visible', target: 'checklist' },
  checklists_admin_questions_list: privileged,
  checklists_admin_questions_create: { who: 'staff' },
  checklists_admin_questions_retrieve: { who: 'visible', target: 'question' },
  checklists_admin_questions_update: { who: 'staff', target: 'question' },
  checklists_admin_questions_partial_update: { who: 'staff', target: 'question' },
  checklists_admin_questions_destroy: { who: 'staff', target: 'question' },
  checklists_admin_question_options_list: privileged,
  checklists_admin_question_options_create: { who: 'staff' },
  checklists_admin_question_options_retrieve: { who: 'visible', target: 'question_option' },
  checklists_admin_question_options_update: { who: 'staff', target: 'question_option' },
  checklists_admin_question_options_partial_update: { who: 'staff', target: 'question_option' },
  checklists_admin_question_options_destroy: { who: 'staff', target: 'question_option' },
  checklists_admin_question_dependencies_list: privileged,
  checklists_admin_question_dependencies_create: { who: 'staff' },
  checklists_admin_question_dependencies_retrieve: { who: 'visible', target: 'question_dependency' },
  checklists_admin_question_dependencies_update: { who: 'staff', target: 'question_dependency' },
  checklists_admin_question_dependencies_partial_update: { who: 'staff', target: 'question_dependency' },
  checklists_admin_question_dependencies_destroy: { who: 'staff', target: 'question_dependency' },
} as const satisfies Record<string, Policy>
