import {
  createChecklist,
  destroyChecklist,
  listChecklists,
  retrieveAdminChecklist,
  updateChecklist,
} from './write-checklist.ts'
import {
  createDependency,
  destroyDependency,
  listDependencies,
  retrieveDependency,
  updateDependency,
} from './write-dependency.ts'
import { createOption, destroyOption, listOptions, retrieveOption, updateOption } from './write-option.ts'
import {
  createQuestion,
  destroyQuestion,
  listChecklistQuestions,
  listQuestions,
  retrieveQuestion,
  updateQuestion,
} from './write-question.ts'

export { beginChecklist } from './begin.ts'
export { loadAnswers, loadCompletion, loadQuestions } from './load.ts'
export { visibleQuestions } from './rules.ts'
export { submitAnswers } from './submit.ts'
export {
  checklistJson,
  completionJson,
  questionJson,
  reviewerCompletionJson,
  reviewerQuestions,
  userQuestions,
  type Filled,
} from './view.ts'

export const checklistHandlers = {
  checklists_admin_list: listChecklists,
  checklists_admin_create: createChecklist,
  checklists_admin_retrieve: retrieveAdminChecklist,
  checklists_admin_update: updateChecklist,
  checklists_admin_partial_update: updateChecklist,
  checklists_admin_destroy: destroyChecklist,
  checklists_admin_checklist_questions: listChecklistQuestions,
  checklists_admin_questions_list: listQuestions,
  checklists_admin_questions_create: createQuestion,
  checklists_admin_questions_retrieve: retrieveQuestion,
  checklists_admin_questions_update: updateQuestion,
  checklists_admin_questions_partial_update: updateQuestion,
  checklists_admin_questions_destroy: destroyQuestion,
  checklists_admin_question_options_list: listOptions,
  checklists_admin_question_options_create: createOption,
  checklists_admin_question_options_retrieve: retrieveOption,
  checklists_admin_question_options_update: updateOption,
  checklists_admin_question_options_partial_update: updateOption,
  checklists_admin_question_options_destroy: destroyOption,
  checklists_admin_question_dependencies_list: listDependencies,
  checklists_admin_question_dependencies_create: createDependency,
  checklists_admin_question_dependencies_retrieve: retrieveDependency,
  checklists_admin_question_dependencies_update: updateDependency,
  checklists_admin_question_dependencies_partial_update: updateDependency,
  checklists_admin_question_dependencies_destroy: destroyDependency,
}
