import { logIn } from './log-in.ts'
import { logOut } from './log-out.ts'

export { forgetOldFailures } from './log-in.ts'
export { forgetExpiredTokens, issueToken } from './tokens.ts'

export const authHandlers = { api_auth_password: logIn, api_auth_logout: logOut }
