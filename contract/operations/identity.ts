import { z } from 'zod'
import { textField } from '../fields.ts'
import { operation } from '../operation.ts'
import { fieldParam } from '../list-params.ts'
import { CoreAuthToken, User, UserAuthToken, UserFieldEnum } from '../schemas/identity.ts'
import { jsonBody, ok } from './shared.ts'

const userFields = () => fieldParam(UserFieldEnum.options, 'UserFieldEnum')

export const identityOperations = {
  api_auth_password: operation({
    method: 'post',
    path: '/api-auth/password/',
    tag: 'auth',
    summary: 'Log in with user name and password',
    body: jsonBody(
      'ObtainAuthTokenRequest',
      z.object({
        username: textField({ max: 128, blank: false }),
        password: textField({ max: 128, blank: false, trim: false }),
      }),
      true,
    ),
    success: ok(CoreAuthToken),
    anonymous: true,
  }),
  api_auth_logout: operation({
    method: 'post',
    path: '/api-auth/logout/',
    tag: 'auth',
    summary: 'Revoke the token of this request',
    success: { status: 204 },
  }),
  users_me_retrieve: operation({
    method: 'get',
    path: '/api/users/me/',
    tag: 'users',
    summary: 'Get the caller',
    query: z.object({ field: userFields() }),
    success: ok(User),
  }),
  users_retrieve: operation({
    method: 'get',
    path: '/api/users/{uuid}/',
    tag: 'users',
    summary: 'Get a user',
    query: z.object({ field: userFields() }),
    success: ok(User),
  }),
  users_token_retrieve: operation({
    method: 'get',
    path: '/api/users/{uuid}/token/',
    tag: 'users',
    summary: 'Get the token of this request',
    success: ok(UserAuthToken),
  }),
  users_refresh_token: operation({
    method: 'post',
    path: '/api/users/{uuid}/refresh_token/',
    tag: 'users',
    summary: 'Replace the token of this request by a new one',
    success: ok(UserAuthToken),
  }),
} as const
