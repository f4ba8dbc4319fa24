type BillingType = 'fixed' | 'usage' | 'limit' | 'one' | 'few'

export type PlanUnit = 'month' | 'quarter' | 'half_month' | 'day' | 'hour' | 'quantity'

export type ComponentSpec = {
  type: string
  name: string
  billing: BillingType
  unit: string
  period?: 'month' | 'quarterly' | 'annual' | 'total'
  /** What a resource typically orders (limit) or uses per month (usage). */
  typical?: number
  /** Type of the usage component of the same offering that takes what goes over the limit. */
  overage?: string
  columns?: Record<string, unknown>
}

export type PlanSpec = {
  key: string
  name: string
  unit: PlanUnit
  /** Price per component type, as exact decimal text. */
  prices: Record<string, string>
  amounts?: Record<string, number>
  futurePrices?: Record<string, string>
  discounts?: Record<string, { threshold: number; rate: number }>
  archived?: true
  maxAmount?: number
  /** Key of the organization group that may order it. */
  onlyFor?: 'industry'
  columns?: Record<string, unknown>
}

export type OfferingState = 'draft' | 'active' | 'paused' | 'archived' | 'unavailable'

export type OfferingSpec = {
  key: string
  name: string
  type: 'Marketplace.Slurm' | 'Marketplace.Basic' | 'OpenStack.Tenant' | 'Marketplace.Support'
  state: OfferingState
  shared?: false
  billable?: false
  category: string
  parent?: string
  /** How often resources are ordered from it, relative to the others; 0 = never. */
  weight: number
  /** Has accounts of its own users. */
  accounts?: true
  /** Serves one project only. */
  dedicated?: true
  checklist?: 'usage-policy' | 'data-protection'
  tags?: string[]
  components: ComponentSpec[]
  plans: PlanSpec[]
  columns?: Record<string, unknown>
}

/** An option form as offerings store it. */
export const optionForm = (options: Record<string, Record<string, unknown>>): Record<string, unknown> => ({
  order: Object.keys(options),
  options,
})
