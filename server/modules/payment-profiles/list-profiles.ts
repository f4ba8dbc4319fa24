import type { PaymentProfile } from '../../../contract/schemas/organizations.ts'
import { targets } from '../../access/targets/index.ts'
import { allOf, sql, when } from '../../db/sql.ts'
import type { Handler, Wire } from '../../handler.ts'
import { linkEquals } from '../../list/filters.ts'
import { orderBy } from '../../list/order.ts'
import { listJsonPage } from '../../list/page.ts'
import { paymentProfileJson } from './payment-profile-json.ts'

export const listProfiles: Handler<'payment_profiles_list'> = (context, { query }) =>
  listJsonPage<Wire<typeof PaymentProfile>>(
    context,
    {
      candidates: sql`
        ${targets.payment_profile.from}
        where ${allOf([
          targets.payment_profile.visible(context.actor),
          // Inactive ones have no value there.
          when(query.is_active, (value) => sql`(payment_profile.is_active is not null) = ${value}`),
          linkEquals(sql`customer.uuid`, query.organization),
          when(query.organization_uuid, (uuid) => sql`customer.uuid = ${uuid}`),
          when(query.payment_type, (types) => sql`payment_profile.payment_type = any(${types}::text[])`),
        ])}
      `,
      id: sql`payment_profile.id`,
      order: orderBy(
        query.o,
        {
          is_active: [sql`(payment_profile.is_active is not null)`],
          name: [sql`payment_profile.name`],
          payment_type: [sql`payment_profile.payment_type`],
        },
        [sql`payment_profile.name`],
        sql`payment_profile.id`,
      ),
      source: sql`
        join payment_profile on payment_profile.id = page.id
        join customer on customer.id = payment_profile.organization_id`,
      json: paymentProfileJson(context.origin),
    },
    query,
  )
