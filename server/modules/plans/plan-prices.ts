import type { NestedPlanComponent } from '../../../contract/schemas/catalogue.ts'
import type { Wire } from '../../handler.ts'

/** A component of a plan as it is shown, and how it is billed; its price has ten fraction digits. */
export type PricedComponent = Required<Wire<typeof NestedPlanComponent>> & { billing_type: string }

const PLAN_TYPES: Readonly<Record<string, string>> = {
  usage: 'usage-based',
  fixed: 'fixed',
  one: 'one-time',
  few: 'on-plan-switch',
  limit: 'limit',
}

/** How what costs something is billed: one way, or `mixed`; null where nothing costs anything. */
export const planType = (components: readonly PricedComponent[]): string | null => {
  const ways = new Set(
    components.filter(({ price }) => unitsOf(price) !== 0n).map((component) => component.billing_type),
  )
  const [way] = ways
  if (way === undefined) return null
  return ways.size > 1 ? 'mixed' : (PLAN_TYPES[way] ?? null)
}

/** What is paid once: for a new resource, `one`, or for each switch to the plan, `few`. */
export const paidOnce = (components: readonly PricedComponent[], billingType: 'one' | 'few'): number =>
  sum(components.map((component) => (component.billing_type === billingType ? cost(component, component.amount) : 0n)))

/** The least that a resource costs in its first month. */
export const minimalPrice = (components: readonly PricedComponent[]): number =>
  sum(
    components.map((component) => {
      switch (component.billing_type) {
        case 'limit':
        case 'one':
          return cost(component, 1)
        case 'fixed':
          return cost(component, component.amount === 0 ? 1 : component.amount)
        default:
          return 0n
      }
    }),
  )

// Money is counted exactly, in units of 10^-10, until it is written.

const unitsOf = (price: string): bigint => BigInt(price.replace('.', ''))

const cost = ({ price }: PricedComponent, amount: number): bigint => unitsOf(price) * BigInt(amount)

/** A JSON number by contract: the last step before the wire. */
const sum = (costs: readonly bigint[]): number => Number(`${String(costs.reduce((total, one) => total + one, 0n))}e-10`)
