import { cancelChangeEmail, changeEmail } from './change-email.ts'
import { changePassword } from './change-password.ts'
import { countByActivity, countByLanguage, countByMonthOfJoining } from './count-users.ts'
import { createUser } from './create-user.ts'
import { destroyUser } from './destroy-user.ts'
import { listUsers } from './list-users.ts'
import { retrieveMe, retrieveUser } from './retrieve-user.ts'
import { refreshToken, retrieveToken } from './token.ts'
import { patchUser, updateUser } from './update-user.ts'

export { userConditions, userOrder, visibleOrder } from './filters.ts'
export { grantScopeName, grantScopes, grantScopeUuid, scopeExists, userColumns } from './view.ts'

export const userHandlers = {
  users_list: listUsers,
  users_create: createUser,
  users_me_retrieve: retrieveMe,
  users_retrieve: retrieveUser,
  users_update: updateUser,
  users_partial_update: patchUser,
  users_destroy: destroyUser,
  users_change_password: changePassword,
  users_change_email: changeEmail,
  users_cancel_change_email: cancelChangeEmail,
  users_token_retrieve: retrieveToken,
  users_refresh_token: refreshToken,
  users_user_active_status_count_list: countByActivity,
  users_user_language_count_list: countByLanguage,
  users_user_registration_trend_list: countByMonthOfJoining,
}
