import { z } from 'zod'
import { boolField, linkField, textField } from '../fields.ts'
import { JSON_BODY, operation } from '../operation.ts'
import { orderParam } from '../list-params.ts'
import { textParam, urlParam, uuidParam } from '../params.ts'
import { Comment, Issue, ISSUE_ORDER, IssueOEnum, IssueStatus, IssueStatusCreate } from '../schemas/support.ts'
import { nullable, numberChoiceField } from '../value-fields.ts'
import { listQuery, ok } from './shared.ts'

const ISSUES = '/api/support-issues/'
const ISSUE = `${ISSUES}{uuid}/` as const
const STATUSES = '/api/support-issue-statuses/'
const STATUS = `${STATUSES}{uuid}/` as const
const COMMENTS = '/api/support-comments/'

const issues = 'support-issues'
const comments = 'support-comments'
const statuses = 'support-issue-statuses'

/** The flag and the template are those of a helpdesk: taken, and without meaning here. */
const newIssue = {
  type: textField({ max: 255, blank: false }),
  remote_id: nullable(textField({ max: 255 })).optional(),
  summary: textField({ max: 255, blank: false }),
  description: textField().optional(),
  priority: textField({ max: 255 }).optional(),
  caller: nullable(linkField()).optional(),
  assignee: nullable(linkField()).optional(),
  customer: nullable(linkField()).optional(),
  project: nullable(linkField()).optional(),
  resource: textField().optional(),
  is_reported_manually: boolField().optional(),
  template: nullable(linkField()).optional(),
  // Not published: there is no helpdesk that would set it (C-224).
  status: textField({ max: 255 }).optional(),
}

const issueChanges = {
  summary: newIssue.summary.optional(),
  description: newIssue.description,
  assignee: newIssue.assignee,
  status: newIssue.status,
  is_reported_manually: newIssue.is_reported_manually,
}

const statusFields = {
  name: textField({ max: 255, blank: false }),
  type: numberChoiceField([0, 1], 'IssueStatusType').optional(),
}

const body = <const S extends z.ZodRawShape>(component: string, shape: S, required = true) => ({
  schema: z.object(shape),
  components: { 'application/json': component },
  types: JSON_BODY,
  required,
})

/** Requests for help, and what the names of their states mean. */
export const supportOperations = {
  support_issues_list: operation({
    method: 'get',
    path: ISSUES,
    tag: issues,
    summary: "List the caller's issues and those of his organizations and projects",
    query: listQuery({
      assignee: urlParam('users'),
      assignee_name: textParam(),
      caller: urlParam('users'),
      caller_full_name: textParam(),
      customer: urlParam('customers'),
      customer_uuid: uuidParam(),
      key: textParam(),
      o: orderParam(ISSUE_ORDER, IssueOEnum),
      project: urlParam('projects'),
      project_uuid: uuidParam(),
      query: textParam(),
      remote_id: textParam(),
      reporter: urlParam('users'),
      reporter_name: textParam(),
      resolution_year_month: textParam(),
      resource: urlParam('marketplace-resources'),
      resource_external_ip: textParam(),
      resource_internal_ip: textParam(),
      resource_uuid: uuidParam(),
      status: textParam(),
      summary: textParam(),
      type: textParam(),
    }),
    success: ok(z.array(Issue)),
    count: { operationId: 'support_issues_count' },
  }),
  support_issues_create: operation({
    method: 'post',
    path: ISSUES,
    tag: issues,
    summary: 'Report an issue',
    body: body('IssueRequest', newIssue),
    success: { status: 201, schema: Issue },
  }),
  support_issues_retrieve: operation({
    method: 'get',
    path: ISSUE,
    tag: issues,
    summary: 'Get an issue',
    success: ok(Issue),
  }),
  support_issues_update: operation({
    method: 'put',
    path: ISSUE,
    tag: issues,
    summary: 'Change an issue; fields that are not sent keep their values',
    body: body('IssueRequest', newIssue),
    success: ok(Issue),
  }),
  support_issues_partial_update: operation({
    method: 'patch',
    path: ISSUE,
    tag: issues,
    summary: 'Change some fields of an issue',
    body: body('PatchedIssueRequest', issueChanges, false),
    success: ok(Issue),
  }),
  support_issues_destroy: operation({
    method: 'delete',
    path: ISSUE,
    tag: issues,
    summary: 'Delete an issue with its comments',
    success: { status: 204 },
  }),
  support_issues_comment: operation({
    method: 'post',
    path: `${ISSUE}comment/`,
    tag: issues,
    summary: 'Comment on an issue',
    body: body('CommentRequest', { description: textField({ blank: false }), is_public: boolField().optional() }),
    success: ok(Comment),
  }),
  support_comments_list: operation({
    method: 'get',
    path: COMMENTS,
    tag: comments,
    summary: 'List comments on visible issues, oldest first',
    query: listQuery({ issue: urlParam('support-issues'), issue_uuid: uuidParam() }),
    success: ok(z.array(Comment)),
    count: { operationId: 'support_comments_count' },
    addition: true,
  }),
  support_comments_retrieve: operation({
    method: 'get',
    path: `${COMMENTS}{uuid}/`,
    tag: comments,
    summary: 'Get a comment on an issue',
    success: ok(Comment),
    addition: true,
  }),
  support_issue_statuses_list: operation({
    method: 'get',
    path: STATUSES,
    tag: statuses,
    summary: 'List the states that mean that an issue is closed',
    query: listQuery({}),
    success: ok(z.array(IssueStatus)),
    count: { operationId: 'support_issue_statuses_count' },
  }),
  support_issue_statuses_create: operation({
    method: 'post',
    path: STATUSES,
    tag: statuses,
    summary: 'Say what the name of a state means',
    body: body('IssueStatusCreateRequest', statusFields),
    success: { status: 201, schema: IssueStatusCreate },
  }),
  support_issue_statuses_retrieve: operation({
    method: 'get',
    path: STATUS,
    tag: statuses,
    summary: 'Get a state of issues',
    success: ok(IssueStatus),
  }),
  support_issue_statuses_update: operation({
    method: 'put',
    path: STATUS,
    tag: statuses,
    summary: 'Change a state of issues',
    body: body('IssueStatusCreateRequest', statusFields),
    success: ok(IssueStatusCreate),
  }),
  support_issue_statuses_partial_update: operation({
    method: 'patch',
    path: STATUS,
    tag: statuses,
    summary: 'Change a state of issues in part',
    body: body('PatchedIssueStatusRequest', { ...statusFields, name: statusFields.name.optional() }, false),
    success: ok(IssueStatus),
  }),
  support_issue_statuses_destroy: operation({
    method: 'delete',
    path: STATUS,
    tag: statuses,
    summary: 'Forget what the name of a state means',
    success: { status: 204 },
  }),
} as const
