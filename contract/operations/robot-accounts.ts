import { z } from 'zod'
import { ignoredLinkField, linkField, textField } from '../fields.ts'
import { operation } from '../operation.ts'
import { fieldParam } from '../list-params.ts'
import { numberChoiceParam, textParam, timeParam, urlParam, uuidParam } from '../params.ts'
import {
  ROBOT_STATE_CODES,
  RobotAccount,
  RobotAccountDetails,
  RobotAccountDetailsFieldEnum,
} from '../schemas/robot-accounts.ts'
import { jsonField, listField, nullable } from '../value-fields.ts'
import { jsonBody, listQuery, ok } from './shared.ts'

const tag = 'marketplace-robot-accounts'
const ROBOTS = '/api/marketplace-robot-accounts/'
const ROBOT = `${ROBOTS}{uuid}/` as const

const field = () => fieldParam(RobotAccountDetailsFieldEnum.options, 'RobotAccountDetailsFieldEnum')

const fields = {
  type: textField({ max: 5, blank: false }),
  username: textField({ max: 32 }).optional(),
  description: textField().optional(),
  users: listField(linkField()).optional(),
  keys: jsonField()
    .refine((value) => value !== null, { error: 'This field may not be null.' })
    .optional(),
  responsible_user: nullable(linkField()).optional(),
}

const step = (name: string, summary: string) =>
  operation({ method: 'post', path: `${ROBOT}${name}/`, tag, summary, success: ok(RobotAccountDetails) })

export const robotAccountOperations = {
  marketplace_robot_accounts_list: operation({
    method: 'get',
    path: ROBOTS,
    tag,
    summary: 'List robot accounts',
    query: listQuery({
      created: timeParam(),
      customer_uuid: uuidParam(),
      field: field(),
      modified: timeParam(),
      project_uuid: uuidParam(),
      provider_uuid: uuidParam(),
      resource: urlParam('marketplace-resources'),
      resource_uuid: uuidParam(),
      state: numberChoiceParam(ROBOT_STATE_CODES, 'RemoteResourceSyncStatusRemoteStateEnum'),
      type: textParam(),
    }),
    success: ok(z.array(RobotAccountDetails)),
    count: { operationId: 'marketplace_robot_accounts_count' },
  }),
  marketplace_robot_accounts_create: operation({
    method: 'post',
    path: ROBOTS,
    tag,
    summary: 'Ask for a robot account in a resource',
    body: jsonBody('RobotAccountRequest', z.object({ ...fields, resource: linkField() }), true),
    success: { status: 201, schema: RobotAccount },
  }),
  marketplace_robot_accounts_retrieve: operation({
    method: 'get',
    path: ROBOT,
    tag,
    summary: 'Get a robot account',
    query: z.object({ field: field() }),
    success: ok(RobotAccountDetails),
  }),
  // The resource of an account never changes; what is sent for it is not looked at.
  marketplace_robot_accounts_update: operation({
    method: 'put',
    path: ROBOT,
    tag,
    summary: 'Replace a robot account',
    body: jsonBody('RobotAccountRequest', z.object({ ...fields, resource: ignoredLinkField() }), true),
    success: ok(RobotAccount),
  }),
  marketplace_robot_accounts_partial_update: operation({
    method: 'patch',
    path: ROBOT,
    tag,
    summary: 'Change a robot account',
    body: jsonBody(
      'PatchedRobotAccountRequest',
      z.object({ ...fields, type: fields.type.optional(), resource: ignoredLinkField().optional() }),
    ),
    success: ok(RobotAccount),
  }),
  marketplace_robot_accounts_destroy: operation({
    method: 'delete',
    path: ROBOT,
    tag,
    summary: 'Delete a robot account',
    success: { status: 204 },
  }),
  marketplace_robot_accounts_set_state_creating: step('set_state_creating', 'Begin to create a robot account'),
  marketplace_robot_accounts_set_state_ok: step('set_state_ok', 'Say that a robot account works'),
  marketplace_robot_accounts_set_state_request_deletion: step(
    'set_state_request_deletion',
    'Ask for the deletion of a robot account',
  ),
  marketplace_robot_accounts_set_state_deleted: step('set_state_deleted', 'Say that a robot account is gone'),
  marketplace_robot_accounts_set_state_erred: operation({
    method: 'post',
    path: `${ROBOT}set_state_erred/`,
    tag,
    summary: 'Say that something went wrong with a robot account',
    body: jsonBody('RobotAccountErrorRequest', z.object({ error_message: textField({ blank: false }).optional() })),
    success: ok(RobotAccountDetails),
  }),
} as const
