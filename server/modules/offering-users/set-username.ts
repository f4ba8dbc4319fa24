import type { Transaction } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { wireUuid } from '../../lib/wire.ts'
import { emitEvent, type EventSource } from '../events/index.ts'

interface Person {
  id: string
  uuid: string
  username: string
}

interface TargetOffering {
  id: string
  uuid: string
  name: string
  customer_id: string
}

interface Account {
  id: string
  uuid: string
  username: string | null
}

/**
 * Gives a user the account name in one offering; without a row one is made. A blank name makes a row without a name
 * and leaves an existing name alone. Nothing is written, and no event sent, when nothing changes.
 */
export const setUsername = async (
  db: Transaction,
  source: EventSource,
  { person, offering, username }: { person: Person; offering: TargetOffering; username: string },
): Promise<void> => {
  const created = await db.maybeOne<Account>(sql`
    insert into offering_user (offering_id, user_id, username, state)
    values (${offering.id}, ${person.id}, ${username === '' ? null : username}, ${username === '' ? REQUESTED : OK})
    on conflict (offering_id, user_id) do nothing
    returning id, uuid, username
  `)
  if (created) {
    await beginChecklist(db, created, offering)
    await emit(db, source, offering, {
      event_type: 'marketplace_offering_user_created',
      message: `Account for user ${person.username} in offering ${offering.name} has been created.`,
      account: created,
      person,
    })
    return
  }
  if (username === '') return
  const existing = await db.one<Account>(sql`
    select id, uuid, username from offering_user
    where offering_id = ${offering.id} and user_id = ${person.id}
    for update
  `)
  if (existing.username === username) return
  await db.run(sql`
    update offering_user
    set username = ${username}, modified = now(),
        state = case when state = any(${STATES_THAT_A_NAME_COMPLETES}::int[]) then ${OK} else state end
    where id = ${existing.id}
  `)
  await emit(db, source, offering, {
    event_type: 'marketplace_offering_user_updated',
    message:
      `Offering user username changed for ${wireUuid(existing.uuid)}: ` +
      `'${existing.username ?? ''}' -> '${username}'.`,
    account: existing,
    person,
  })
}

/** An account in an offering with a checklist starts with nothing of it done. */
const beginChecklist = (db: Transaction, account: Account, offering: TargetOffering): Promise<number> =>
  db.run(sql`
    insert into checklist_completion (checklist_id, content_type, object_id)
    select compliance_checklist_id, 'offering_user', ${account.id}::bigint
    from offering where id = ${offering.id} and compliance_checklist_id is not null
  `)

const REQUESTED = 1
const OK = 5

/** Requested, Creating, both Pending and Error creating: a name is all that they wait for. */
const STATES_THAT_A_NAME_COMPLETES = [1, 2, 3, 4, 9]

const emit = (
  db: Transaction,
  source: EventSource,
  offering: TargetOffering,
  event: { event_type: string; message: string; account: Account; person: Person },
): Promise<void> =>
  emitEvent(db, source, {
    event_type: event.event_type,
    message: event.message,
    context: {
      offering_uuid: wireUuid(offering.uuid),
      offering_name: offering.name,
      offering_user_uuid: wireUuid(event.account.uuid),
      affected_user_uuid: wireUuid(event.person.uuid),
      affected_user_username: event.person.username,
    },
    scopes: [
      { content_type: 'offering', object_id: offering.id },
      { content_type: 'customer', object_id: offering.customer_id },
    ],
  })
