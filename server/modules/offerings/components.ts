import type { Transaction } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { NotFound, RuleError, ValidationError } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { wireUuid } from '../../lib/wire.ts'
import { emitEvent } from '../events/index.ts'
import { OPEN_STATES } from '../orders/index.ts'
import { clearUnitPrices, refreshUnitPrices } from '../plans/index.ts'
import { lockOffering, touchOffering, type LockedOffering, type OfferingContext } from './change.ts'
import { builtinTypes } from './component-columns.ts'
import { insertComponent, updateComponent, type ComponentFields } from './component-rows.ts'

interface Component {
  id: string
  uuid: string
  type: string
  name: string
  billing_type: string
  limit_period: string | null
  is_used: boolean
}

/** A component that some resource was metered or charged by, has a limit of or has in its plan. */
const isUsed = sql`(
  exists (select 1 from component_usage where component_usage.component_id = offering_component.id)
  or exists (select 1 from invoice_item where invoice_item.component_id = offering_component.id)
  or exists (
    select 1 from resource
    where resource.offering_id = offering_component.offering_id and (
      resource.limits ? offering_component.type
      or exists (
        select 1 from marketplace_order as open
        where open.resource_id = resource.id and open.state = any(${OPEN_STATES}::int[])
          and open.limits ? offering_component.type
      )
      or exists (
        select 1 from plan_component
        where plan_component.plan_id = resource.plan_id and plan_component.component_id = offering_component.id
          and (plan_component.price <> 0 or plan_component.amount <> 0)
      )
    )
  )
)`

const lockComponent = async ({ db }: OfferingContext, offering: LockedOffering, uuid: string): Promise<Component> => {
  const found = await db.maybeOne<Component>(sql`
    select id, uuid, type, name, billing_type, limit_period, ${isUsed} as is_used
    from offering_component where offering_id = ${offering.id} and uuid = ${uuid}
    for update of offering_component
  `)
  if (!found) throw new NotFound('OfferingComponent')
  return found
}

const report = async (
  context: OfferingContext,
  offering: LockedOffering,
  { uuid, type, name }: { uuid?: string; type: string; name: string },
  verb: 'created' | 'updated' | 'deleted',
): Promise<void> => {
  await emitEvent(context.db, context, {
    event_type: `marketplace_offering_component_${verb}`,
    message: `Offering component ${name} (${type}) of offering ${offering.name} has been ${verb}.`,
    context: {
      offering_uuid: wireUuid(offering.uuid),
      offering_name: offering.name,
      offering_component_type: type,
      offering_component_name: name,
      ...(uuid === undefined ? {} : { offering_component_uuid: wireUuid(uuid) }),
    },
    scopes: [
      { content_type: 'offering', object_id: offering.id },
      ...(offering.customer_id === null ? [] : [{ content_type: 'customer', object_id: offering.customer_id }]),
    ],
  })
  await touchOffering(context, offering)
}

/** Types whose plugin brings components along take no others. */
export const refuseExtraComponents = (offeringType: string, componentTypes: readonly string[]): void => {
  const builtin = builtinTypes(offeringType)
  if (builtin.length > 0 && componentTypes.some((type) => !builtin.includes(type))) {
    throw new ValidationError({ components: ['Extra components are not allowed.'] })
  }
}

/** Limits, usages and items of resources are read by what the component was when they were made. */
const refuseRedefinition = (component: Component, fields: ComponentFields): void => {
  const problems: Record<string, string[]> = {}
  if (fields.type !== component.type) problems.type = ['Type of a component in use cannot be changed.']
  if (fields.billing_type !== component.billing_type) {
    problems.billing_type = ['Billing type of a component in use cannot be changed.']
  }
  const period = fields.limit_period === undefined ? component.limit_period : fields.limit_period
  if (component.billing_type === 'limit' && (period ?? 'month') !== (component.limit_period ?? 'month')) {
    problems.limit_period = ['Limit period of a component in use cannot be changed.']
  }
  if (Object.keys(problems).length > 0) throw new ValidationError(problems)
}

/** `component` is what was changed or removed, as it was. */
const repricePlans = async (db: Transaction, offeringId: string, component: Component): Promise<void> => {
  await refreshUnitPrices(db, sql`plan.offering_id = ${offeringId}`)
  if (component.billing_type === 'fixed') await clearUnitPrices(db, offeringId)
}

export const createComponent: Handler<'marketplace_provider_offerings_create_offering_component'> = async (
  context,
  { body },
) => {
  const offering = await lockOffering(context)
  refuseExtraComponents(offering.type, [body.type])
  await insertComponent(context.db, offering.id, body)
  await report(context, offering, body, 'created')
}

export const changeComponent: Handler<'marketplace_provider_offerings_update_offering_component'> = async (
  context,
  { body: { uuid, ...fields } },
) => {
  const offering = await lockOffering(context)
  const component = await lockComponent(context, offering, uuid)
  if (fields.type !== component.type) refuseExtraComponents(offering.type, [fields.type])
  if (component.is_used) refuseRedefinition(component, fields)
  await updateComponent(context.db, offering.id, component.id, fields)
  await repricePlans(context.db, offering.id, component)
  await report(context, offering, { ...fields, uuid: component.uuid }, 'updated')
}

export const removeComponent: Handler<'marketplace_provider_offerings_remove_offering_component'> = async (
  context,
  { body },
) => {
  const offering = await lockOffering(context)
  const component = await lockComponent(context, offering, body.uuid)
  if (builtinTypes(offering.type).includes(component.type)) {
    throw new RuleError('Builtin component cannot be removed.')
  }
  if (component.is_used) throw new RuleError('Component is used by resources and cannot be removed.')
  await context.db.run(sql`delete from offering_component where id = ${component.id}`)
  await repricePlans(context.db, offering.id, component)
  await report(context, offering, component, 'deleted')
}
