import { z } from 'zod'
import { email, fieldEnum, text, timestamp, url, uuid } from '../wire.ts'

export const UserRoleDetails = z
  .object({
    uuid: uuid(),
    created: timestamp(),
    expiration_time: timestamp().nullable(),
    role_name: text(),
    role_uuid: uuid(),
    user_email: email(),
    user_full_name: text(),
    user_username: text(),
    user_uuid: uuid(),
    user_image: url().nullable(),
    created_by_full_name: text(),
    created_by_uuid: uuid(),
  })
  .partial()
  .meta({ id: 'UserRoleDetails' })

export const UserRoleExpirationTime = z
  .object({
    expiration_time: timestamp().nullable(),
  })
  .meta({ id: 'UserRoleExpirationTime' })

export const UserRoleDetailsFieldEnum = fieldEnum(UserRoleDetails, 'UserRoleDetailsFieldEnum')

export const USER_ROLE_DETAILS_ORDER = [
  'created',
  'email',
  'expiration_time',
  'full_name',
  'native_name',
  'role',
  'username',
] as const
export const UserRoleDetailsOEnum = z.enum(USER_ROLE_DETAILS_ORDER).meta({ id: 'UserRoleDetailsOEnum' })
