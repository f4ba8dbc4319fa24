import { randomUUID } from 'node:crypto'
import { holdsPermission, onProviderOrCustomer } from '../../access/grants.ts'
import type { WriteContext } from '../../context.ts'
import { violatedConstraint } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { Forbidden, ValidationError } from '../../errors.ts'
import { Reply, type Handler } from '../../handler.ts'
import { linkedUuid, unknownLink } from '../../links.ts'
import { encrypt, newSecretCode } from '../../lib/secrets.ts'
import { audit } from '../events/index.ts'
import { checkedImage, storeImage } from '../files/index.ts'
import { readProvider } from './retrieve-provider.ts'

const ALREADY_REGISTERED = new ValidationError({ customer: ['Service provider with this customer already exists.'] })

export const createProvider: Handler<'marketplace_service_providers_create'> = async (context, { body }) => {
  const { db, secrets, config } = context
  const customer = await findCustomer(context, body.customer)
  if (!customer.may_register) throw new Forbidden()
  if (customer.is_registered) throw ALREADY_REGISTERED
  const image = body.image ? checkedImage(body.image, config.MAX_IMAGE_BYTES) : undefined
  const uuid = randomUUID()
  const { keyId, cipher } = encrypt(secrets, newSecretCode(), `service_provider:${uuid}`)
  const imageId = image ? await storeImage(db, 'serviceprovider', uuid, image) : null
  const created = await db
    .one<{ id: string }>(
      sql`
        insert into service_provider
          (uuid, customer_id, description, enable_notifications, image_id, api_secret_code_cipher,
           api_secret_code_key_id)
        values (${uuid}, ${customer.id}, ${body.description ?? ''}, ${body.enable_notifications ?? true}, ${imageId},
          ${cipher}, ${keyId})
        returning id
      `,
    )
    .catch((error: unknown) => {
      throw violatedConstraint(error) === 'service_provider_customer_id_key' ? ALREADY_REGISTERED : error
    })
  await audit(context, {
    action: 'service_provider.create',
    content_type: 'service_provider',
    object_id: created.id,
    object_uuid: uuid,
  })
  const provider = await readProvider(context, uuid)
  return new Reply(201, provider, { location: provider.url ?? '' })
}

interface Candidate {
  id: string
  is_registered: boolean
  may_register: boolean
}

/** The organization behind the link, with the messages of a hyperlink field. */
const findCustomer = async ({ db, actor }: WriteContext, link: string): Promise<Candidate> => {
  const uuid = linkedUuid(link, 'customers', 'customer')
  // The lock serialises registration with the deletion of the organization.
  const customer = await db.maybeOne<Candidate>(sql`
    select customer.id, service_provider.id is not null as is_registered,
      ${actor?.is_staff ?? false} or ${holdsPermission(
        sql`${actor?.id ?? null}::bigint`,
        sql`'SERVICE_PROVIDER.REGISTER'`,
        onProviderOrCustomer(sql`service_provider.id`, sql`customer.id`),
      )} as may_register
    from customer left join service_provider on service_provider.customer_id = customer.id
    where customer.uuid = ${uuid}
    for key share of customer
  `)
  if (!customer) throw unknownLink('customer')
  return customer
}
