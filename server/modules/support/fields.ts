import { targets, type TargetKind, type TargetSource } from '../../access/targets/index.ts'
import { isPrivileged } from '../../access/visibility.ts'
import type { Authenticated, WriteContext } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { FieldError } from '../../errors.ts'
import { linkedUuid, unknownLink } from '../../links.ts'

// Look-ups of the fields of an issue.

interface Person {
  id: string
  is_active: boolean
  helps: boolean
}

const findPerson = async ({ db, actor }: WriteContext & Authenticated, link: string): Promise<Person> => {
  const uuid = linkedUuid(link, 'users')
  const person = await db.maybeOne<Person>(sql`
    select app_user.id, app_user.is_active, app_user.is_staff or app_user.is_support as helps
    from app_user where app_user.uuid = ${uuid} and ${targets.user.visible(actor)} for key share
  `)
  if (!person) throw unknownLink()
  return person
}

/** The id of the user on whose behalf an issue is reported. */
export const findCaller = async (context: WriteContext & Authenticated, link: string): Promise<string> => {
  const person = await findPerson(context, link)
  if (!person.is_active) throw new FieldError('Caller is inactive.')
  return person.id
}

/** The id of the user who is to look after an issue. */
export const findAssignee = async (context: WriteContext & Authenticated, link: string): Promise<string> => {
  if (!isPrivileged(context.actor)) throw new FieldError('Only staff and support assign issues.')
  const person = await findPerson(context, link)
  if (!person.is_active || !person.helps) throw new FieldError('Issues are assigned to active staff and support only.')
  return person.id
}

/** Where an issue belongs. */
export interface Place {
  id: string
  project_id: string | null
  customer_id: string
}

const findPlace =
  (kind: TargetKind, collection: string) =>
  async ({ db, actor }: WriteContext & Authenticated, link: string): Promise<Place | undefined> => {
    if (link === '') return undefined
    const source: TargetSource = targets[kind]
    const uuid = linkedUuid(link, collection)
    const place = await db.maybeOne<Place>(sql`
      select ${source.id}::text as id, ${source.project ?? sql`null`}::text as project_id,
        ${source.customer ?? sql`null`}::text as customer_id
      ${source.from} where ${source.uuid} = ${uuid} and ${source.visible(actor)}
    `)
    if (!place) throw unknownLink()
    return place
  }

export const places = {
  customer: findPlace('customer', 'customers'),
  project: findPlace('project', 'projects'),
  resource: findPlace('resource', 'marketplace-resources'),
}
