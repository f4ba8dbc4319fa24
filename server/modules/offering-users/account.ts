import type { Transaction } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { sourceCodes, targetCode } from '../../lib/state-machine.ts'
import { wireUuid } from '../../lib/wire.ts'
import { beginChecklist } from '../checklists/index.ts'
import { emitEvent, type EventSource } from '../events/index.ts'
import { offeringUserMachine } from './machine.ts'

export interface Person {
  id: string
  uuid: string
  username: string
}

export interface TargetOffering {
  id: string
  uuid: string
  name: string
  customer_id: string | null
}

export interface Account {
  id: string
  uuid: string
  username: string | null
  person: Person
  offering: TargetOffering
}

/**
 * Makes the account, with a name at once usable, and lets its checklist begin. Undefined when the user has an account
 * in the offering already.
 */
export const createAccount = async (
  db: Transaction,
  source: EventSource,
  { person, offering, username }: { person: Person; offering: TargetOffering; username: string | null },
): Promise<Account | undefined> => {
  const { states } = offeringUserMachine
  const created = await db.maybeOne<Omit<Account, 'person' | 'offering'>>(sql`
    insert into offering_user (offering_id, user_id, username, state)
    values (${offering.id}, ${person.id}, ${username}, ${username === null ? states.Requested : states.OK})
    on conflict (offering_id, user_id) do nothing
    returning id, uuid, username
  `)
  if (!created) return undefined
  const account = { ...created, person, offering }
  await beginChecklist(db, account.id, offering.id)
  await emitAccountEvent(db, source, account, {
    event_type: 'marketplace_offering_user_created',
    message: `Account for user ${person.username} in offering ${offering.name} has been created.`,
  })
  return account
}

/**
 * Renames a locked account or takes its name away. A new name makes an account usable, unless it is on its way out.
 * Nothing is written, and no event sent, when nothing changes.
 */
export const renameAccount = async (
  db: Transaction,
  source: EventSource,
  account: Account,
  username: string | null,
): Promise<void> => {
  if (account.username === username) return
  const completed = username === null ? [] : sourceCodes(offeringUserMachine, 'set_username')
  await db.run(sql`
    update offering_user
    set username = ${username}, modified = now(),
        state = case
          when state = any(${completed}::int[]) then ${targetCode(offeringUserMachine, 'set_username')} else state
        end
    where id = ${account.id}
  `)
  await emitAccountEvent(db, source, account, {
    event_type: 'marketplace_offering_user_updated',
    message:
      `Offering user username changed for ${wireUuid(account.uuid)}: ` +
      `'${account.username ?? ''}' -> '${username ?? ''}'.`,
  })
}

/** Reports a change of an account, to be seen on its offering and the organization that provides it. */
export const emitAccountEvent = (
  db: Transaction,
  source: EventSource,
  { uuid, person, offering }: Account,
  event: { event_type: string; message: string },
): Promise<void> =>
  emitEvent(db, source, {
    ...event,
    context: {
      offering_uuid: wireUuid(offering.uuid),
      offering_name: offering.name,
      offering_user_uuid: wireUuid(uuid),
      affected_user_uuid: wireUuid(person.uuid),
      affected_user_username: person.username,
    },
    scopes: [
      { content_type: 'offering', object_id: offering.id },
      ...(offering.customer_id === null ? [] : [{ content_type: 'customer', object_id: offering.customer_id }]),
    ],
  })
