import type { RobotAccount, RobotAccountDetails } from '../../../contract/schemas/robot-accounts.ts'
import { isoUuid, sql, type Sql } from '../../db/sql.ts'
import type { Wire } from '../../handler.ts'
import { stateLabel } from '../../lib/state-machine.ts'
import { sshFingerprints } from '../../lib/ssh-key.ts'
import { json, link, nullableLink, optional, text, timestamp, uuid } from '../../list/columns.ts'
import { perOrigin } from '../../list/made-once.ts'
import type { Column } from '../../list/selection.ts'
import { mediaUrl } from '../files/index.ts'
import { fullNameSql } from '../../access/users.ts'
import { robotAccountMachine, type RobotAccountStateLabel } from './machine.ts'

type Details = Wire<typeof RobotAccountDetails>

export const robotJoins = sql`
  join resource on resource.id = robot_account.resource_id
  join offering on offering.id = resource.offering_id
  left join customer as provider on provider.id = offering.customer_id
  join project on project.id = resource.project_id
  join customer on customer.id = project.customer_id
  left join app_user as responsible on responsible.id = robot_account.responsible_user_id`

const state: Column<RobotAccountStateLabel> = {
  sql: sql`robot_account.state`,
  read: (code: number) => stateLabel<RobotAccountStateLabel>(robotAccountMachine, code),
}

/** Of the keys that can be read; what came with a preset file may be anything. */
const fingerprints: Column<Wire<typeof RobotAccount>['fingerprints']> = {
  sql: sql`robot_account.keys`,
  read: (keys: unknown) =>
    (Array.isArray(keys) ? keys : []).flatMap((key) => {
      try {
        const { md5, sha256, sha512 } = sshFingerprints(String(key))
        return { md5, sha256, sha512 }
      } catch {
        return []
      }
    }),
}

const commonColumns = (origin: string) => ({
  url: link(origin, 'marketplace-robot-accounts', sql`robot_account.uuid`),
  uuid: uuid(sql`robot_account.uuid`),
  created: timestamp(sql`robot_account.created`),
  modified: timestamp(sql`robot_account.modified`),
  username: text(sql`robot_account.username`),
  description: text(sql`robot_account.description`),
  error_message: text(sql`robot_account.error_message`),
  error_traceback: text(sql`robot_account.error_traceback`),
  state,
  resource: link(origin, 'marketplace-resources', sql`resource.uuid`),
  type: text(sql`robot_account.type`),
  keys: json(sql`robot_account.keys`),
  backend_id: text(sql`robot_account.backend_id`),
  fingerprints,
})

const ofUsers = (value: Sql, order: Sql, joins: Sql = sql``): Sql => sql`(
  select coalesce(jsonb_agg(${value} order by ${order}), '[]')
  from robot_account_user join app_user on app_user.id = robot_account_user.user_id ${joins}
  where robot_account_user.robot_account_id = robot_account.id
)`

const userUrl = (origin: string, person: Sql): Sql =>
  sql`${origin} || '/api/users/' || ${isoUuid(sql`${person}.uuid`)} || '/'`

/** An account as it is written. */
export const robotColumns = perOrigin<Wire<typeof RobotAccount>>(({ origin }) => ({
  ...commonColumns(origin),
  users: json(ofUsers(userUrl(origin, sql`app_user`), sql`app_user.username, app_user.id`)),
  responsible_user: nullableLink(origin, 'users', sql`responsible.uuid`),
}))

const basicUser = (origin: string, person: Sql): Sql => sql`jsonb_build_object(
  'url', ${userUrl(origin, person)},
  'uuid', ${isoUuid(sql`${person}.uuid`)},
  'username', ${person}.username,
  'full_name', ${fullNameSql(person)},
  'native_name', ${person}.native_name,
  'email', ${person}.email,
  'image', ${mediaUrl(origin, sql`${person}.image_id`)}
)`

const sshKeyJson = (origin: string): Sql => sql`jsonb_build_object(
  'url', ${origin} || '/api/keys/' || ${isoUuid(sql`ssh_key.uuid`)} || '/',
  'uuid', ${isoUuid(sql`ssh_key.uuid`)},
  'name', ssh_key.name,
  'public_key', ssh_key.public_key,
  'fingerprint_md5', ssh_key.fingerprint_md5,
  'fingerprint_sha256', ssh_key.fingerprint_sha256,
  'fingerprint_sha512', ssh_key.fingerprint_sha512,
  'user_uuid', ${isoUuid(sql`app_user.uuid`)},
  'is_shared', ssh_key.is_shared,
  'type', split_part(ssh_key.public_key, ' ', 1)
)`

/** An account with what it belongs to; `robotJoins` in scope. */
export const robotDetailColumns = perOrigin<Details>(({ origin }) => ({
  ...commonColumns(origin),
  users: json(ofUsers(basicUser(origin, sql`app_user`), sql`app_user.username, app_user.id`)),
  responsible_user: json(sql`case when responsible.id is not null then ${basicUser(origin, sql`responsible`)} end`),
  user_keys: json(
    ofUsers(
      sshKeyJson(origin),
      sql`app_user.username, app_user.id, ssh_key.name, ssh_key.id`,
      sql`join ssh_key on ssh_key.user_id = app_user.id`,
    ),
  ),
  resource_name: text(sql`resource.name`),
  resource_uuid: uuid(sql`resource.uuid`),
  project_name: text(sql`project.name`),
  project_uuid: uuid(sql`project.uuid`),
  customer_uuid: uuid(sql`customer.uuid`),
  customer_name: text(sql`customer.name`),
  provider_uuid: optional(uuid(sql`provider.uuid`)),
  provider_name: optional(text(sql`provider.name`)),
  offering_plugin_options: json(sql`offering.plugin_options`),
}))
