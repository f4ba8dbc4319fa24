import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { wireUuid } from '../../lib/wire.ts'
import { lockOffering, touchOffering } from './change.ts'

export const addEndpoint: Handler<'marketplace_provider_offerings_add_endpoint'> = async (context, { body }) => {
  const offering = await lockOffering(context)
  const { uuid } = await context.db.one<{ uuid: string }>(sql`
    insert into offering_endpoint (offering_id, name, url) values (${offering.id}, ${body.name}, ${body.url})
    returning uuid
  `)
  await touchOffering(context, offering)
  return { uuid: wireUuid(uuid) }
}

export const deleteEndpoint: Handler<'marketplace_provider_offerings_delete_endpoint'> = async (context, { body }) => {
  const offering = await lockOffering(context)
  const deleted = await context.db.run(sql`
    delete from offering_endpoint where offering_id = ${offering.id} and uuid = ${body.uuid}
  `)
  if (deleted === 0) throw new NotFound('OfferingAccessEndpoint')
  await touchOffering(context, offering)
}
