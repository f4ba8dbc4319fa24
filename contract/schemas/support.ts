import { z } from 'zod'
import { anyJson, bool, email, integer, orderEnum, text, timestamp, url, uuid } from '../wire.ts'

const NestedFeedback = z
  .object({ evaluation: integer(), evaluation_number: integer(), comment: text().optional(), state: text() })
  .meta({ id: 'NestedFeedback' })

/** A request for help. The keys that are null or empty here belong to a helpdesk beside the server. */
export const Issue = z
  .object({
    url: url(),
    uuid: uuid(),
    type: text(),
    key: text(),
    backend_id: text().nullable(),
    backend_name: text().nullable(),
    remote_id: text().nullable().optional(),
    link: text().meta({ format: 'uri' }),
    summary: text(),
    description: text().optional(),
    status: text(),
    resolution: text(),
    priority: text().optional(),
    caller: url().nullable().optional(),
    caller_uuid: uuid().nullable(),
    caller_full_name: text().nullable(),
    reporter: url().nullable(),
    reporter_uuid: uuid().nullable(),
    reporter_name: text().nullable(),
    assignee: url().nullable().optional(),
    assignee_uuid: uuid().nullable(),
    assignee_name: text().nullable(),
    customer: url().nullable().optional(),
    customer_uuid: uuid().nullable(),
    customer_name: text().nullable(),
    project: url().nullable().optional(),
    project_uuid: uuid().nullable(),
    project_name: text().nullable(),
    resource: text().nullable().optional(),
    resource_type: text().nullable(),
    resource_name: text().nullable(),
    created: timestamp(),
    modified: timestamp(),
    template: url().nullable().optional(),
    feedback: NestedFeedback.nullable(),
    resolved: bool().nullable(),
    update_is_available: bool(),
    destroy_is_available: bool(),
    add_comment_is_available: bool(),
    add_attachment_is_available: bool(),
    processing_log: anyJson(),
    order_uuid: text().nullable(),
    order_project_uuid: text().nullable(),
    order_customer_uuid: text().nullable(),
    order_resource_name: text().nullable(),
  })
  .meta({ id: 'Issue' })

export const ISSUE_ORDER = [
  'assignee_name',
  'caller_first_name',
  'caller_last_name',
  'created',
  'customer_name',
  'key',
  'modified',
  'priority',
  'project_name',
  'remote_id',
  'reporter_name',
  'status',
  'summary',
  'type',
] as const
export const IssueOEnum = orderEnum(ISSUE_ORDER, 'IssueOEnum')

export const Comment = z
  .object({
    url: url(),
    uuid: uuid(),
    issue: url(),
    issue_key: text(),
    description: text(),
    is_public: bool().optional(),
    author_name: text(),
    author_uuid: uuid(),
    author_user: url(),
    author_email: email(),
    backend_id: text().nullable(),
    remote_id: text().nullable().optional(),
    created: timestamp(),
    update_is_available: bool(),
    destroy_is_available: bool(),
  })
  .meta({ id: 'Comment' })

/** 0 resolved, 1 canceled. */
export const IssueStatusType = z.literal([0, 1]).meta({ id: 'IssueStatusType' })

export const IssueStatus = z
  .object({ url: url(), uuid: uuid(), name: text(), type: IssueStatusType.optional(), type_display: text() })
  .meta({ id: 'IssueStatus' })

export const IssueStatusCreate = z
  .object({ name: text(), type: IssueStatusType.optional() })
  .meta({ id: 'IssueStatusCreate' })
