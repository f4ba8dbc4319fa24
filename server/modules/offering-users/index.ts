import {
  retrieveChecklist,
  retrieveChecklistReview,
  retrieveChecklistTemplate,
  retrieveCompletion,
  retrieveCompletionReview,
  submitAccountAnswers,
} from './checklist.ts'
import { listAccounts, retrieveAccount } from './list.ts'
import { transitionHandlers, updateRestricted } from './transition.ts'
import { createOfferingUser, destroyAccount, updateAccount, updateComments } from './write.ts'

export { giveAccounts, takeAccounts } from './follow-roles.ts'
export { offeringUserMachine } from './machine.ts'
export { namesFor, type Nameable } from './names.ts'
export { setUsername } from './set-username.ts'

export const offeringUserHandlers = {
  marketplace_offering_users_list: listAccounts,
  marketplace_offering_users_create: createOfferingUser,
  marketplace_offering_users_retrieve: retrieveAccount,
  marketplace_offering_users_update: updateAccount,
  marketplace_offering_users_partial_update: updateAccount,
  marketplace_offering_users_destroy: destroyAccount,
  ...transitionHandlers,
  marketplace_offering_users_update_restricted: updateRestricted,
  marketplace_offering_users_update_comments_partial_update: updateComments,
  marketplace_offering_users_checklist_template_retrieve: retrieveChecklistTemplate,
  marketplace_offering_users_checklist_retrieve: retrieveChecklist,
  marketplace_offering_users_completion_status_retrieve: retrieveCompletion,
  marketplace_offering_users_checklist_review_retrieve: retrieveChecklistReview,
  marketplace_offering_users_completion_review_status_retrieve: retrieveCompletionReview,
  marketplace_offering_users_submit_answers: submitAccountAnswers,
}
