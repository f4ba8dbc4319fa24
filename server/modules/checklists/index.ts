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
