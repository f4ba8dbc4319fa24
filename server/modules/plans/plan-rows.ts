import { sqlState, type Transaction } from '../../db/database.ts'
import type { Decimal } from '../../../contract/decimals.ts'
import { join, raw, sql, type Sql } from '../../db/sql.ts'
import { RuleError, ValidationError } from '../../errors.ts'

export interface PlanFields {
  name?: string
  description?: string
  article_code?: string
  max_amount?: number | null
  archived?: boolean
  unit_price?: Decimal
  unit?: string
  backend_id?: string
}

const COLUMNS = [
  'name',
  'description',
  'article_code',
  'max_amount',
  'archived',
  'unit_price',
  'unit',
  'backend_id',
] as const satisfies readonly (keyof PlanFields)[]

/** The columns of a plan that a body names. */
export const givenPlanColumns = (fields: PlanFields): { name: Sql; value: unknown }[] =>
  COLUMNS.filter((name) => fields[name] !== undefined).map((name) => ({ name: raw(name), value: fields[name] }))

const NUMERIC_OVERFLOW = '22003'

/** What no plan can cost. */
const tooLarge =
  (field: string) =>
  (error: unknown): never => {
    throw sqlState(error) === NUMERIC_OVERFLOW
      ? new ValidationError({ [field]: ['Ensure that there are no more than 12 digits before the decimal point.'] })
      : error
  }

/**
 * A plan's own price is what its included amounts cost; plans without components of fixed billing keep the price that
 * was given to them.
 */
export const refreshUnitPrices = async (db: Transaction, plans: Sql, field = 'unit_price'): Promise<void> => {
  await db
    .run(
      sql`
        update plan set unit_price = priced.total
        from (
          select plan_component.plan_id, sum(plan_component.price * plan_component.amount) as total
          from plan_component
          join offering_component on offering_component.id = plan_component.component_id
          where offering_component.billing_type = 'fixed'
            and plan_component.plan_id in (select plan.id from plan where ${plans})
          group by plan_component.plan_id
        ) as priced
        where plan.id = priced.plan_id and plan.unit_price <> priced.total
      `,
    )
    .catch(tooLarge(field))
}

/** A component of fixed billing is none any more: plans that were priced by it alone cost nothing by themselves. */
export const clearUnitPrices = async (db: Transaction, offeringId: string): Promise<void> => {
  await db.run(sql`
    update plan set unit_price = 0
    where plan.offering_id = ${offeringId} and plan.unit_price <> 0 and not exists (
      select 1 from offering_component
      where offering_component.offering_id = ${offeringId} and offering_component.billing_type = 'fixed'
    )
  `)
}

interface NewPlan extends PlanFields {
  prices?: Record<string, Decimal>
  quotas?: Record<string, number>
}

/** Adds a plan with a row for every component of the offering; returns its id. */
export const insertPlan = async (
  db: Transaction,
  offeringId: string,
  { prices = {}, quotas = {}, ...fields }: NewPlan,
): Promise<string> => {
  const columns = givenPlanColumns(fields)
  const { id } = await db.one<{ id: string }>(sql`
    insert into plan (${join([raw('offering_id'), ...columns.map(({ name }) => name)])})
    values (${join([offeringId, ...columns.map(({ value }) => value)])})
    returning id
  `)
  await db.run(sql`
    insert into plan_component (plan_id, component_id, price, amount)
    select ${id}, offering_component.id,
      coalesce((${JSON.stringify(prices)}::jsonb ->> offering_component.type)::numeric, 0),
      coalesce((${JSON.stringify(quotas)}::jsonb ->> offering_component.type)::int, 0)
    from offering_component where offering_component.offering_id = ${offeringId}
    order by offering_component.id
  `)
  await refreshUnitPrices(db, sql`plan.id = ${id}`, 'plans')
  return id
}

/** Offerings of these types follow plans that are made elsewhere. */
const FIXED_PLANS: ReadonlySet<string> = new Set(['OpenStack.Instance', 'OpenStack.Volume', 'Waldur.RemoteOffering'])

export const requireFreePlans = (offeringType: string): void => {
  if (FIXED_PLANS.has(offeringType)) {
    throw new RuleError('It is not possible to update plan for this offering type.')
  }
}
