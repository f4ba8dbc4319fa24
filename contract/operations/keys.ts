import { z } from 'zod'
import { textField } from '../fields.ts'
import { operation } from '../operation.ts'
import { fieldParam, orderParam } from '../list-params.ts'
import { boolParam, textParam, timeParam, uuidParam } from '../params.ts'
import { SSH_KEY_ORDER, SshKey, SshKeyFieldEnum, SshKeyOEnum } from '../schemas/users.ts'
import { jsonBody, listQuery, ok } from './shared.ts'

/** Parameters of every list of keys. */
export const keyQuery = listQuery({
  created: timeParam(),
  fingerprint_md5: textParam(),
  fingerprint_sha256: textParam(),
  fingerprint_sha512: textParam(),
  is_shared: boolParam(),
  modified: timeParam(),
  name: textParam(),
  name_exact: textParam(),
  o: orderParam(SSH_KEY_ORDER, SshKeyOEnum),
  user_uuid: uuidParam(),
  uuid: uuidParam(),
  field: fieldParam(SshKeyFieldEnum.options, 'SshKeyFieldEnum'),
})

export const keyOperations = {
  keys_list: operation({
    method: 'get',
    path: '/api/keys/',
    tag: 'keys',
    summary: 'List own public SSH keys',
    query: keyQuery,
    success: ok(z.array(SshKey)),
    count: { operationId: 'keys_count' },
  }),
  keys_create: operation({
    method: 'post',
    path: '/api/keys/',
    tag: 'keys',
    summary: 'Add a public SSH key of the caller',
    body: jsonBody(
      'SshKeyRequest',
      z.object({
        name: textField({ max: 150 }).optional(),
        public_key: textField({ max: 2000, blank: false }),
      }),
      true,
    ),
    success: { status: 201, schema: SshKey },
  }),
  keys_destroy: operation({
    method: 'delete',
    path: '/api/keys/{uuid}/',
    tag: 'keys',
    summary: 'Delete a public SSH key',
    success: { status: 204 },
  }),
} as const
