import { hashing, logIn } from './log-in.ts'
import { logOut } from './log-out.ts'

export { hashing }
export { forgetOldFailures } from './lock-out.ts'
export { emitTokenCreated, forgetExpiredTokens, issueToken, replaceToken } from './tokens.ts'

export const authHandlers = { api_auth_password: logIn, api_auth_logout: logOut }
