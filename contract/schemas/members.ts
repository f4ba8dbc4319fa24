import { z } from 'zod'
import { email, fieldEnum, orderEnum, text, timestamp, url, uuid } from '../wire.ts'

/** A project in which a user of an organization holds a role. */
export const NestedProjectPermission = z
  .object({
    url: url(),
    uuid: text(),
    name: text(),
    role_name: text(),
    expiration_time: timestamp().nullable(),
  })
  .partial()
  .meta({ id: 'NestedProjectPermission' })

export const CustomerUser = z
  .object({
    url: url(),
    uuid: uuid(),
    username: text(),
    full_name: text(),
    email: email(),
    role_name: text().nullable(),
    projects: z.array(NestedProjectPermission),
    expiration_time: timestamp().nullable(),
    image: url().nullable(),
  })
  .partial()
  .meta({ id: 'CustomerUser' })

export const CustomerUserFieldEnum = fieldEnum(CustomerUser, 'CustomerUserFieldEnum')

export const MEMBER_ORDER = ['concatenated_name'] as const
export const CustomerUserOEnum = orderEnum(MEMBER_ORDER, 'CustomerUserOEnum')

export const BasicUser = z
  .object({
    url: url(),
    uuid: uuid(),
    username: text(),
    full_name: text(),
    native_name: text(),
    email: email(),
    image: url().nullable(),
  })
  .partial()
  .meta({ id: 'BasicUser' })
