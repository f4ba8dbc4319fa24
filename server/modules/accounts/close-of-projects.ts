import { hasEnded } from '../../access/available.ts'
import type { Database, Transaction } from '../../db/database.ts'
import { raw, sql } from '../../db/sql.ts'
import { eachApart } from '../../db/each-apart.ts'
import { sourceCodes, targetCode } from '../../lib/state-machine.ts'
import { audit, SYSTEM, type AuditSource } from '../events/index.ts'
import { accountMachine } from './machine.ts'
import { deactivateCourseUser } from './write-account.ts'

// Accounts end with their project: when it is removed, or when its last day and its grace period are over.

const TABLES = ['project_service_account', 'course_account'] as const

/** Closes the accounts of a project that are not closed yet; users who were made for them go, too. Returns how many. */
export const closeAccountsOfProject = async (
  source: AuditSource & { db: Transaction },
  projectId: string,
): Promise<number> => {
  const { db } = source
  let count = 0
  for (const table of TABLES) {
    const closed = await db.rows<{ id: string; uuid: string }>(sql`
      update ${raw(table)} set state = ${targetCode(accountMachine, 'close')}, modified = now()
      where project_id = ${projectId} and state = any(${sourceCodes(accountMachine, 'close')}::int[])
      returning id, uuid
    `)
    for (const { id, uuid } of closed) {
      if (table === 'course_account') await deactivateCourseUser(db, id)
      await audit(source, { action: `${table}.close`, content_type: table, object_id: id, object_uuid: uuid })
    }
    count += closed.length
  }
  return count
}

const isOver = sql`(project.is_removed or ${hasEnded})`

/** Closes the accounts of projects that have ended (C-232); safe to run in several processes. Returns how many. */
export const closeEndedAccounts = async (database: Database): Promise<number> => {
  const closable = sourceCodes(accountMachine, 'close')
  const ended = await database.rows<{ id: string }>(sql`
    select project.id
    from project join customer on customer.id = project.customer_id
    where ${isOver} and (
      exists (
        select 1 from project_service_account as account
        where account.project_id = project.id and account.state = any(${closable}::int[])
      ) or exists (
        select 1 from course_account as account
        where account.project_id = project.id and account.state = any(${closable}::int[])
      )
    )
    order by project.id
  `)
  return eachApart(database, ended, closeIfEnded)
}

const closeIfEnded = async (db: Transaction, projectId: string): Promise<number> => {
  const stillEnded = await db.maybeOne(sql`
    select 1 as one from project join customer on customer.id = project.customer_id
    where project.id = ${projectId} and ${isOver}
    for share of project
  `)
  return stillEnded ? closeAccountsOfProject({ ...SYSTEM, db, requestId: '' }, projectId) : 0
}
