import { randomUUID } from 'node:crypto'
import { holdsPermission, onProviderOrCustomer } from '../../access/grants.ts'
import type { WriteContext } from '../../context.ts'
import { violatedConstraint } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { FieldError, Forbidden, ValidationError } from '../../errors.ts'
import { Reply, resolving } from '../../handler.ts'
import { linkedUuid, unknownLink } from '../../links.ts'
import { encrypt, newSecretCode } from '../../lib/secrets.ts'
import { audit } from '../events/index.ts'
import { checkedImage, storeImage } from '../files/index.ts'
import { readProvider } from './retrieve-provider.ts'

const ALREADY_REGISTERED = 'Service provider with this customer already exists.'

interface Candidate {
  id: string
  is_registered: boolean
  may_register: boolean
}

/** The organization behind the link, with the messages of a hyperlink field. C-073: permission before the rest. */
const findCustomer = async ({ db, actor }: WriteContext, link: string): Promise<Candidate> => {
  const uuid = linkedUuid(link, 'customers')
  // The lock serialises registration with the deletion of the organization.
  const customer = await db.maybeOne<Candidate>(sql`
    select customer.id, service_provider.id is not null as is_registered,
      ${actor?.is_active ?? false} and (${actor?.is_staff ?? false} or ${holdsPermission(
        sql`${actor?.id ?? null}::bigint`,
        sql`'SERVICE_PROVIDER.REGISTER'`,
        onProviderOrCustomer(sql`service_provider.id`, sql`customer.id`),
      )}) as may_register
    from customer left join service_provider on service_provider.customer_id = customer.id
    where customer.uuid = ${uuid}
    for key share of customer
  `)
  if (!customer) throw unknownLink()
  if (!customer.may_register) throw new Forbidden()
  if (customer.is_registered) throw new FieldError(ALREADY_REGISTERED)
  return customer
}

export const createProvider = resolving(
  'marketplace_service_providers_create',
  { body: { customer: findCustomer, image: checkedImage } },
  async (context, { body }) => {
    const { db, secrets } = context
    const { customer, image } = body
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
        if (violatedConstraint(error) !== 'service_provider_customer_id_key') throw error
        throw new ValidationError({ customer: [ALREADY_REGISTERED] })
      })
    await audit(context, {
      action: 'service_provider.create',
      content_type: 'service_provider',
      object_id: created.id,
      object_uuid: uuid,
    })
    const provider = await readProvider(context, uuid)
    return new Reply(201, provider, { location: provider.url ?? '' })
  },
)
