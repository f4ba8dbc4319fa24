import { retrieveMe, retrieveUser } from './retrieve-user.ts'
import { refreshToken, retrieveToken } from './token.ts'

export { grantScopeName, grantScopes, grantScopeUuid, scopeExists, userColumns } from './view.ts'

export const userHandlers = {
  users_me_retrieve: retrieveMe,
  users_retrieve: retrieveUser,
  users_token_retrieve: retrieveToken,
  users_refresh_token: refreshToken,
}
