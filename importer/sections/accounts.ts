import { sql } from '../../server/db/sql.ts'
import { inBatches } from '../batches.ts'
import type { LoadContext } from '../load-context.ts'
import type { PresetRow, Section } from '../section.ts'

const OK = 5
/** Requested, Creating, the two kinds of Pending, and Error creating. */
const WAITING = [1, 2, 3, 4, 9]

/** A new username brings an account that was waiting for one into the state OK. */
const applySaveRule = (row: PresetRow, before: { username: string | null; state: number }): void => {
  const { username, state = before.state } = row.values
  if (typeof username !== 'string' || username === before.username) return
  if (WAITING.includes(Number(state))) row.values.state = OK
}

const updateAccounts = async ({ transaction }: LoadContext, rows: PresetRow[]): Promise<void> => {
  await inBatches(rows, async (batch) => {
    const existing = await transaction.rows<{ id: string; username: string | null; state: number }>(sql`
      select id, username, state from offering_user where id = any(${batch.map(({ id }) => id)}::bigint[])
    `)
    const byId = new Map(existing.map((account) => [account.id, account]))
    for (const row of batch) {
      const before = byId.get(row.id ?? '')
      if (before) applySaveRule(row, before)
    }
  })
}

const offeringUsers: Section = {
  name: 'offering_users',
  table: 'offering_user',
  keys: `uuid* username is_restricted state backend_metadata service_provider_comment service_provider_comment_url`,
  references: {
    offering_uuid: { table: 'offering', required: true },
    user_uuid: { table: 'app_user', required: true },
  },
  allowed: { state: { min: 1, max: 10 } },
  natural: ['offering_id', 'user_id'],
  beforeCreate: (_, rows) => rows.forEach((row) => applySaveRule(row, { username: null, state: 1 })),
  beforeUpdate: updateAccounts,
}

const serviceAccountKeys = `uuid* username email preferred_identifier description state error_message error_traceback`

export const accountSections: Section[] = [
  offeringUsers,
  {
    name: 'robot_accounts',
    table: 'robot_account',
    keys: `uuid* type username description keys state backend_id backend_metadata error_message error_traceback`,
    references: {
      resource_uuid: { table: 'resource', required: true },
      responsible_user_uuid: { table: 'app_user' },
    },
    links: {
      user_uuids: { table: 'robot_account_user', from: 'robot_account_id', to: 'user_id', target: 'app_user' },
    },
    allowed: { state: { min: 1, max: 6 } },
    defaults: { type: '' },
  },
  {
    name: 'project_service_accounts',
    table: 'project_service_account',
    keys: serviceAccountKeys,
    references: { project_uuid: { table: 'project', required: true } },
    allowed: { state: { min: 1, max: 3 } },
  },
  {
    name: 'customer_service_accounts',
    table: 'customer_service_account',
    keys: serviceAccountKeys,
    references: { customer_uuid: { table: 'customer', required: true } },
    allowed: { state: { min: 1, max: 3 } },
  },
  {
    name: 'course_accounts',
    table: 'course_account',
    keys: 'uuid* email description state error_message error_traceback',
    references: { project_uuid: { table: 'project', required: true }, user_uuid: { table: 'app_user' } },
    allowed: { state: { min: 1, max: 4 } },
  },
]
