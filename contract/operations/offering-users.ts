import { z } from 'zod'
import { boolField, ignoredLinkField, ignoredUuidField, linkField, textField, uuidField } from '../fields.ts'
import { JSON_BODY, operation } from '../operation.ts'
import { fieldParam, orderParam } from '../list-params.ts'
import {
  boolParam,
  choicesParam,
  looseParam,
  requiredUuidParam,
  textParam,
  timeParam,
  urlParam,
  uuidListParam,
  uuidParam,
} from '../params.ts'
import {
  AnswerSubmitResponse,
  ChecklistCompletion,
  ChecklistCompletionReviewer,
  ChecklistResponse,
  ChecklistReviewerResponse,
  ChecklistTemplate,
} from '../schemas/checklists.ts'
import {
  OFFERING_USER_ORDER,
  OfferingUser,
  OfferingUserFieldEnum,
  OfferingUserOEnum,
  OfferingUserServiceProviderComment,
  OfferingUserState,
} from '../schemas/offering-users.ts'
import { jsonField, nullable } from '../value-fields.ts'
import { jsonBody, listQuery, ok } from './shared.ts'

const tag = 'marketplace-offering-users'
const ACCOUNTS = '/api/marketplace-offering-users/'
const ACCOUNT = `${ACCOUNTS}{uuid}/` as const

const field = () => fieldParam(OfferingUserFieldEnum.options, 'OfferingUserFieldEnum')

/** An address in the web, or nothing. */
const commentUrlField = () =>
  textField({ max: 200 })
    .refine((value) => value === '' || (/^https?:\/\/\S+$/i.test(value) && URL.canParse(value)), {
      error: 'Enter a valid URL.',
    })
    .meta({ type: 'string', format: 'uri', maxLength: 200 })

const accountFields = z.object({
  user: linkField().optional(),
  offering: linkField().optional(),
  username: nullable(textField({ max: 100, printable: true })).optional(),
  offering_uuid: uuidField().optional(),
  user_uuid: uuidField().optional(),
})

/** User and offering of an account never change; what is sent for them is not looked at. */
const changes = z.object({
  user: ignoredLinkField().optional(),
  offering: ignoredLinkField().optional(),
  username: accountFields.shape.username,
  offering_uuid: ignoredUuidField().optional(),
  user_uuid: ignoredUuidField().optional(),
})

const step = (name: string, summary: string) =>
  operation({ method: 'post', path: `${ACCOUNT}${name}/`, tag, summary, success: { status: 200 } })

const pendingStep = (name: string, summary: string) =>
  operation({
    method: 'post',
    path: `${ACCOUNT}${name}/`,
    tag,
    summary,
    body: jsonBody(
      'OfferingUserStateTransitionRequest',
      z.object({ comment: textField().optional(), comment_url: commentUrlField().optional() }),
    ),
    success: { status: 200 },
  })

export const offeringUserOperations = {
  marketplace_offering_users_list: operation({
    method: 'get',
    path: ACCOUNTS,
    tag,
    summary: 'List accounts of users in offerings',
    query: listQuery({
      created: timeParam(),
      field: field(),
      has_complete_profile: boolParam(),
      has_consent: boolParam(),
      is_restricted: boolParam(),
      modified: timeParam(),
      o: orderParam(OFFERING_USER_ORDER, OfferingUserOEnum),
      offering: urlParam('marketplace-provider-offerings'),
      offering_slug: looseParam(),
      offering_uuid: uuidListParam(),
      parent_offering_uuid: uuidParam(),
      provider_uuid: uuidParam(),
      query: textParam(),
      state: choicesParam(OfferingUserState.options, 'OfferingUserState'),
      user_username: textParam(),
      user_uuid: uuidParam(),
    }),
    success: ok(z.array(OfferingUser)),
    count: { operationId: 'marketplace_offering_users_count' },
  }),
  marketplace_offering_users_create: operation({
    method: 'post',
    path: ACCOUNTS,
    tag,
    summary: 'Give a user an account in an offering',
    body: jsonBody('OfferingUserRequest', accountFields),
    success: { status: 201, schema: OfferingUser },
  }),
  marketplace_offering_users_retrieve: operation({
    method: 'get',
    path: ACCOUNT,
    tag,
    summary: 'Get an account',
    query: z.object({ field: field() }),
    success: ok(OfferingUser),
  }),
  marketplace_offering_users_update: operation({
    method: 'put',
    path: ACCOUNT,
    tag,
    summary: 'Set the name of an account',
    body: jsonBody('OfferingUserRequest', changes),
    success: ok(OfferingUser),
  }),
  marketplace_offering_users_partial_update: operation({
    method: 'patch',
    path: ACCOUNT,
    tag,
    summary: 'Set the name of an account',
    body: jsonBody('PatchedOfferingUserRequest', changes),
    success: ok(OfferingUser),
  }),
  marketplace_offering_users_destroy: operation({
    method: 'delete',
    path: ACCOUNT,
    tag,
    summary: 'Delete an account',
    success: { status: 204 },
  }),
  marketplace_offering_users_begin_creating: step('begin_creating', 'Begin to create an account'),
  marketplace_offering_users_set_ok: step('set_ok', 'Say that an account works'),
  marketplace_offering_users_set_pending_account_linking: pendingStep(
    'set_pending_account_linking',
    'Wait for the user to link an account',
  ),
  marketplace_offering_users_set_pending_additional_validation: pendingStep(
    'set_pending_additional_validation',
    'Wait for the user to do something',
  ),
  marketplace_offering_users_set_validation_complete: step(
    'set_validation_complete',
    'Say that the user has done what was waited for',
  ),
  marketplace_offering_users_set_error_creating: step('set_error_creating', 'Say that an account cannot be created'),
  marketplace_offering_users_request_deletion: step('request_deletion', 'Ask for the deletion of an account'),
  marketplace_offering_users_set_deleting: step('set_deleting', 'Begin to delete an account'),
  marketplace_offering_users_set_deleted: step('set_deleted', 'Say that an account is gone'),
  marketplace_offering_users_set_error_deleting: step('set_error_deleting', 'Say that an account cannot be deleted'),
  marketplace_offering_users_update_restricted: operation({
    method: 'post',
    path: `${ACCOUNT}update_restricted/`,
    tag,
    summary: 'Restrict an account or lift the restriction',
    body: jsonBody('OfferingUserUpdateRestrictionRequest', z.object({ is_restricted: boolField() }), true),
    success: { status: 200 },
  }),
  marketplace_offering_users_update_comments_partial_update: operation({
    method: 'patch',
    path: `${ACCOUNT}update_comments/`,
    tag,
    summary: 'Leave a comment for the user of an account',
    body: jsonBody(
      'PatchedOfferingUserServiceProviderCommentRequest',
      z.object({
        service_provider_comment: textField().optional(),
        service_provider_comment_url: commentUrlField().optional(),
      }),
    ),
    success: ok(OfferingUserServiceProviderComment),
  }),
  marketplace_offering_users_checklist_template_retrieve: operation({
    method: 'get',
    path: `${ACCOUNTS}checklist-template/`,
    tag,
    summary: 'Get the questions that users of an offering have to answer',
    query: z.object({ parent_uuid: requiredUuidParam() }),
    success: ok(ChecklistTemplate),
  }),
  marketplace_offering_users_checklist_retrieve: operation({
    method: 'get',
    path: `${ACCOUNT}checklist/`,
    tag,
    summary: 'Get the questions and answers of an account',
    query: z.object({ include_all: boolParam() }),
    success: ok(ChecklistResponse),
  }),
  marketplace_offering_users_completion_status_retrieve: operation({
    method: 'get',
    path: `${ACCOUNT}completion_status/`,
    tag,
    summary: 'Get how far the answers of an account are',
    success: ok(ChecklistCompletion),
  }),
  marketplace_offering_users_checklist_review_retrieve: operation({
    method: 'get',
    path: `${ACCOUNT}checklist_review/`,
    tag,
    summary: 'Get the questions and answers of an account for their review',
    success: ok(ChecklistReviewerResponse),
  }),
  marketplace_offering_users_completion_review_status_retrieve: operation({
    method: 'get',
    path: `${ACCOUNT}completion_review_status/`,
    tag,
    summary: 'Get what asks for a review of the answers of an account',
    success: ok(ChecklistCompletionReviewer),
  }),
  marketplace_offering_users_submit_answers: operation({
    method: 'post',
    path: `${ACCOUNT}submit_answers/`,
    tag,
    summary: 'Answer questions of a checklist',
    body: {
      schema: z.array(z.object({ question_uuid: uuidField(), answer_data: jsonField().optional() })),
      components: {},
      types: JSON_BODY,
      required: true,
      list: true,
    },
    success: ok(AnswerSubmitResponse),
  }),
} as const
