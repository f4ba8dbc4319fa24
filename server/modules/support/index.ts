import { commentIssue } from './comment-issue.ts'
import { createIssue } from './create-issue.ts'
import { listIssues } from './list-issues.ts'
import { destroyIssue, retrieveIssue } from './retrieve-issue.ts'
import { createStatus, destroyStatus, listStatuses, patchStatus, retrieveStatus, updateStatus } from './statuses.ts'
import { patchIssue, updateIssue } from './update-issue.ts'

export const supportHandlers = {
  support_issues_list: listIssues,
  support_issues_create: createIssue,
  support_issues_retrieve: retrieveIssue,
  support_issues_update: updateIssue,
  support_issues_partial_update: patchIssue,
  support_issues_destroy: destroyIssue,
  support_issues_comment: commentIssue,
  support_issue_statuses_list: listStatuses,
  support_issue_statuses_create: createStatus,
  support_issue_statuses_retrieve: retrieveStatus,
  support_issue_statuses_update: updateStatus,
  support_issue_statuses_partial_update: patchStatus,
  support_issue_statuses_destroy: destroyStatus,
}
