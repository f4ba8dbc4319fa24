import { effective } from '../../access/grants.ts'
import { sql } from '../../db/sql.ts'
import { RuleError } from '../../errors.ts'
import { Reply, type Handler } from '../../handler.ts'
import { setUsername } from '../offering-users/index.ts'

interface TargetOffering {
  id: string
  uuid: string
  name: string
  customer_id: string
}

/**
 * One account name for a user in all offerings of the provider with a live resource in a project where he holds a
 * grant. Locking the user makes two calls for him follow each other, so that the later name wins everywhere.
 */
export const setOfferingsUsername: Handler<'marketplace_service_providers_set_offerings_username'> = async (
  context,
  { body },
) => {
  const { db, provider } = context
  const person = await db.maybeOne<{ id: string; uuid: string; username: string }>(sql`
    select id, uuid, username from app_user where uuid = ${body.user_uuid} and is_active for no key update
  `)
  if (!person) throw new RuleError(`A user with the uuid [${body.user_uuid}] is not found.`)
  const offerings = await db.rows<TargetOffering>(sql`
    select distinct offering.id, offering.uuid, offering.name, offering.customer_id
    from user_role as held
    join resource on resource.project_id = held.object_id and resource.state <> 6
    join offering on offering.id = resource.offering_id and offering.customer_id = ${provider.customer_id}
    where held.user_id = ${person.id} and held.content_type = 'project' and ${effective(sql`held`)}
    order by offering.id
  `)
  for (const offering of offerings) {
    await setUsername(db, context, { person, offering, username: body.username })
  }
  return new Reply(201, { detail: 'Offering users have been set.' })
}
