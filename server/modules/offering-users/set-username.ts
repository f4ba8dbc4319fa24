import type { Transaction } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import type { EventSource } from '../events/index.ts'
import { createAccount, renameAccount, type Person, type TargetOffering } from './account.ts'

/**
 * Gives a user the account name in one offering; without a row one is made. A blank name makes a row without a name
 * and leaves an existing name alone. Nothing is written, and no event sent, when nothing changes.
 */
export const setUsername = async (
  db: Transaction,
  source: EventSource,
  { person, offering, username }: { person: Person; offering: TargetOffering; username: string },
): Promise<void> => {
  const name = username === '' ? null : username
  const created = await createAccount(db, source, { person, offering, username: name })
  if (created || name === null) return
  const existing = await db.maybeOne<{ id: string; uuid: string; username: string | null }>(sql`
    select id, uuid, username from offering_user
    where offering_id = ${offering.id} and user_id = ${person.id}
    for update
  `)
  // Deleted meanwhile: there is room for a new one.
  if (!existing) return setUsername(db, source, { person, offering, username })
  await renameAccount(db, source, { ...existing, person, offering }, name)
}
