import { z } from 'zod'
import { operation } from '../operation.ts'
import { AuthToken } from '../schemas/identity.ts'
import { listQuery, ok } from './shared.ts'

const TOKENS = '/api/auth-tokens/'
const tag = 'auth-tokens'

/** Who is logged in. A user may have several tokens; the number in the path is the user's. */
export const authTokenOperations = {
  auth_tokens_list: operation({
    method: 'get',
    path: TOKENS,
    tag,
    summary: 'List tokens that have not expired, newest first',
    query: listQuery({}),
    success: ok(z.array(AuthToken)),
    count: { operationId: 'auth_tokens_count' },
  }),
  auth_tokens_retrieve: operation({
    method: 'get',
    path: `${TOKENS}{user_id}/`,
    tag,
    summary: "Get a user's newest token that has not expired",
    success: ok(AuthToken),
  }),
  auth_tokens_destroy: operation({
    method: 'delete',
    path: `${TOKENS}{user_id}/`,
    tag,
    summary: 'Revoke all tokens of a user',
    success: { status: 204 },
  }),
} as const
