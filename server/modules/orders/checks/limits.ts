import type { Transaction } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { ValidationError } from '../../../errors.ts'
import { OPEN_STATES } from '../machine.ts'

export type Limits = Readonly<Record<string, number>>

interface Component {
  id: string
  type: string
  min_value: number | null
  max_value: number | null
  max_available_limit: number | null
  is_boolean: boolean
}

const refuse = (messages: readonly string[]) => new ValidationError({ limits: [...messages] })

const limitComponents = (db: Transaction, offeringId: string): Promise<Component[]> =>
  db.rows<Component>(sql`
    select id, type, min_value, max_value, max_available_limit, is_boolean
    from offering_component where offering_id = ${offeringId} and billing_type = 'limit'
    order by id
  `)

const problemOf = (value: number, { type, min_value, max_value, is_boolean }: Component): string | undefined => {
  if (value < 0) return `The limit of ${type} cannot be negative.`
  if (is_boolean && value > 1) return `The limit of ${type} must be 0 or 1.`
  if (max_value !== null && value > max_value) {
    return `The limit ${String(value)} value of ${type} cannot be more than ${String(max_value)}.`
  }
  if (min_value !== null && value < min_value) {
    return `The limit ${String(value)} value of ${type} cannot be less than ${String(min_value)}.`
  }
  return undefined
}

/** Types that the offering has no limit for; none of them may be sent. */
const requireKnown = (limits: Limits, components: readonly Component[]): void => {
  const unknown = Object.keys(limits).filter((type) => !components.some((component) => component.type === type))
  if (unknown.length > 0) throw refuse([`Invalid types: ${unknown.toSorted().join(', ')}.`])
}

/** Limits as the provider may set them: of known components, not negative. */
export const checkKnownLimits = async (db: Transaction, offeringId: string, limits: Limits): Promise<void> => {
  requireKnown(limits, await limitComponents(db, offeringId))
  const negative = Object.keys(limits).filter((type) => (limits[type] ?? 0) < 0)
  if (negative.length > 0) throw refuse(negative.map((type) => `The limit of ${type} cannot be negative.`))
}

/** Limits as a consumer may order them: of known components, in their ranges, and of what is still to be had. */
export const checkLimits = async (
  db: Transaction,
  offeringId: string,
  limits: Limits,
  resourceId?: string,
): Promise<void> => {
  const components = await limitComponents(db, offeringId)
  requireKnown(limits, components)
  const ordered = components.filter(({ type }) => Object.hasOwn(limits, type))
  const problems = ordered
    .map((component) => problemOf(limits[component.type] ?? 0, component))
    .filter((problem) => problem !== undefined)
  if (problems.length > 0) throw refuse(problems)
  await requireAvailable(db, offeringId, limits, ordered, resourceId)
}

/**
 * Refuses more than all resources of the offering together may have. What open orders ask for counts as taken. The
 * component is locked until the end of the transaction, so that parallel orders count each other.
 */
const requireAvailable = async (
  db: Transaction,
  offeringId: string,
  limits: Limits,
  ordered: readonly Component[],
  resourceId = '0',
): Promise<void> => {
  const scarce = ordered.filter(({ max_available_limit }) => max_available_limit !== null)
  if (scarce.length === 0) return
  const ids = scarce.map(({ id }) => id)
  await db.run(sql`
    select 1 from offering_component where id = any(${ids}::bigint[]) order by id for no key update
  `)
  const taken = await db.rows<{ type: string; taken: string }>(sql`
    select component.type, coalesce(sum(greatest(
      case when resource.state <> 6 then (resource.limits ->> component.type)::numeric end,
      (open.limits ->> component.type)::numeric
    )), 0) as taken
    from offering_component as component
    left join resource on resource.offering_id = ${offeringId} and resource.id <> ${resourceId}::bigint
    left join marketplace_order as open
      on open.resource_id = resource.id and open.state = any(${OPEN_STATES}::int[])
    where component.id = any(${ids}::bigint[])
    group by component.type
  `)
  const problems = scarce.flatMap(({ type, max_available_limit }) => {
    const available = (max_available_limit ?? 0) - Number(taken.find((row) => row.type === type)?.taken ?? 0)
    return (limits[type] ?? 0) > available
      ? [`Requested ${String(limits[type])} of ${type}, but only ${String(Math.max(available, 0))} is available.`]
      : []
  })
  if (problems.length > 0) throw refuse(problems)
}
