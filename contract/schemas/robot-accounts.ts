import { z } from 'zod'
import { anyJson, fieldEnum, text, timestamp, url, uuid } from '../wire.ts'
import { BasicUser } from './members.ts'
import { MergedPluginOptions } from './offering-options.ts'
import { SshKey } from './users.ts'

export const RobotAccountStates = z
  .enum(['Requested', 'Creating', 'OK', 'Requested deletion', 'Deleted', 'Error'])
  .meta({ id: 'RobotAccountStates' })

/** States by their codes, for the filter; the name is as published. */
export const ROBOT_STATE_CODES = [1, 2, 3, 4, 5, 6] as const
z.literal([...ROBOT_STATE_CODES]).meta({ id: 'RemoteResourceSyncStatusRemoteStateEnum' })

export const Fingerprint = z
  .object({
    md5: text(),
    sha256: text(),
    sha512: text(),
  })
  .partial()
  .meta({ id: 'Fingerprint' })

export const RobotAccount = z
  .object({
    url: url(),
    uuid: uuid(),
    created: timestamp(),
    modified: timestamp(),
    username: text().optional(),
    description: text().optional(),
    error_message: text().optional(),
    error_traceback: text().optional(),
    state: RobotAccountStates.optional(),
    resource: url(),
    type: text(),
    users: z.array(url()).optional(),
    keys: anyJson().optional(),
    backend_id: text(),
    fingerprints: z.array(Fingerprint),
    responsible_user: url().nullable().optional(),
  })
  .meta({ id: 'RobotAccount' })

export const RobotAccountDetails = z
  .object({
    url: url(),
    uuid: uuid(),
    created: timestamp(),
    modified: timestamp(),
    username: text(),
    description: text(),
    error_message: text(),
    error_traceback: text(),
    state: RobotAccountStates,
    resource: url(),
    type: text(),
    users: z.array(BasicUser),
    keys: anyJson(),
    backend_id: text(),
    fingerprints: z.array(Fingerprint),
    responsible_user: BasicUser.nullable(),
    user_keys: z.array(SshKey),
    resource_name: text(),
    resource_uuid: uuid(),
    project_name: text(),
    project_uuid: uuid(),
    customer_uuid: uuid(),
    customer_name: text(),
    provider_uuid: uuid(),
    provider_name: text(),
    offering_plugin_options: MergedPluginOptions,
  })
  .partial()
  .meta({ id: 'RobotAccountDetails' })

export const RobotAccountDetailsFieldEnum = fieldEnum(RobotAccountDetails, 'RobotAccountDetailsFieldEnum')
