import { anyOf, sql } from '../../db/sql.ts'
import { holdsRole, onProviderOrCustomer } from '../grants.ts'
import { holdsAnyRole, onConsumer, onProvidingSide } from '../visibility.ts'
import { rowsOf, visibleTo, type TargetSource } from './source.ts'

const resourceJoins = sql`
  join resource on resource.id = usage.resource_id
  join offering on offering.id = resource.offering_id
  join project on project.id = resource.project_id`

const ofResource = {
  project: sql`project.id`,
  customer: sql`project.customer_id`,
  offering: sql`offering.id`,
  providerCustomer: sql`offering.customer_id`,
  visible: visibleTo((actor) =>
    holdsAnyRole(
      actor,
      sql`${onConsumer(sql`project.id`, sql`project.customer_id`)}
        or ${onProvidingSide(sql`offering.id`, sql`offering.customer_id`)}`,
    ),
  ),
} satisfies Partial<TargetSource>

/** Owners and support of the organization that pays; members of projects see no invoices. */
const ofPayer = {
  customer: sql`invoice.customer_id`,
  visible: visibleTo((actor) =>
    anyOf(
      ['CUSTOMER.OWNER', 'CUSTOMER.SUPPORT'].map((role) =>
        holdsRole(sql`${actor.id}::bigint`, sql`${role}`, sql`'customer'`, sql`invoice.customer_id`),
      ),
    ),
  ),
} satisfies Partial<TargetSource>

/** Usages, invoices and campaigns. What hangs on a resource is visible to its consumer and its provider. */
export const billingTargets = {
  component_usage: {
    model: 'ComponentUsage',
    from: sql`from component_usage as usage ${resourceJoins}`,
    id: sql`usage.id`,
    uuid: sql`usage.uuid`,
    ...ofResource,
  },
  component_user_usage: {
    model: 'ComponentUserUsage',
    from: sql`
      from component_user_usage as share
      join component_usage as usage on usage.id = share.component_usage_id ${resourceJoins}`,
    id: sql`share.id`,
    uuid: sql`share.uuid`,
    ...ofResource,
  },
  component_user_usage_limit: {
    model: 'ComponentUserUsageLimit',
    from: sql`from component_user_usage_limit as usage ${resourceJoins}`,
    id: sql`usage.id`,
    uuid: sql`usage.uuid`,
    ...ofResource,
  },
  invoice: {
    model: 'Invoice',
    ...rowsOf('invoice'),
    ...ofPayer,
  },
  invoice_item: {
    model: 'InvoiceItem',
    ...rowsOf('invoice_item', sql`join invoice on invoice.id = invoice_item.invoice_id`),
    ...ofPayer,
  },
  campaign: {
    model: 'Campaign',
    // Not by the name of its table: conditions on scopes look into that one themselves.
    ...rowsOf('campaign', sql`join service_provider as promoter on promoter.id = campaign.service_provider_id`),
    providerCustomer: sql`promoter.customer_id`,
    visible: visibleTo((actor) =>
      holdsAnyRole(actor, onProviderOrCustomer(sql`promoter.id`, sql`promoter.customer_id`)),
    ),
  },
} as const satisfies Record<string, TargetSource>
