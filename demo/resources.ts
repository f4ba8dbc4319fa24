import {
  addDays,
  addHours,
  between,
  earlier,
  isoDate,
  isoInstant,
  later,
  monthsBetween,
  monthStart,
} from './calendar.ts'
import { offeringByKey } from './catalogue.ts'
import type { Offering, Plan } from './catalogue.ts'
import type { Context } from './context.ts'
import { formatDecimal, fromInteger, multiply, parseDecimal } from './decimal.ts'
import type { Customer } from './organisations.ts'
import type { Row } from './preset.ts'
import type { Project } from './projects.ts'
import { cycle } from './random.ts'
import type { Random } from './random.ts'

const resourceStates = { creating: 1, ok: 2, erred: 3, updating: 4, terminating: 5, terminated: 6 } as const

type ResourceState = keyof typeof resourceStates

export type Resource = {
  uuid: string
  /** Counts per provider, from 0; variety is drawn from it, so that every case occurs for every seed. */
  number: number
  name: string
  offering: Offering
  project: Project
  plan: Plan
  /** The plan before the last switch, which happened at the start of a month. */
  formerPlan: Plan | null
  switchedAt: Date | null
  state: ResourceState
  created: Date
  /** Null when it never came to life. */
  activatedAt: Date | null
  endedAt: Date | null
  limits: Record<string, number>
}

/** Months back to the first resources. */
const HISTORY = 13
const PATTERN =
  'ok ok creating terminated ok updating ok ok terminated erred ok ok terminating ok terminated ok ok erred ok ok'
const STATES = PATTERN.split(' ') as ResourceState[]

/** Consumers that came to a provider or left it in this month, by slug and provider. */
const NEWCOMERS: Record<string, string[]> = { ssc: ['sns', 'eqs', 'smm'], enrc: ['efs', 'pla'], psr: ['eam'] }
const LEAVERS: Record<string, string[]> = { ssc: ['tse'], enrc: ['thu'], psr: ['eip', 'psa'] }

/** `count` says how many resources have the plan already, and counts one more. */
const choosePlan = (
  offering: Offering,
  customer: Customer,
  monthsAgo: number,
  count: (planUuid: string) => number,
): Plan => {
  const fits = offering.plans.filter(
    ({ spec }) => !(spec.archived && monthsAgo < 9) && (!spec.onlyFor || spec.onlyFor === customer.group),
  )
  const plan = cycle(fits, monthsAgo)
  const { maxAmount } = plan.spec
  return maxAmount !== undefined && count(plan.uuid) >= maxAmount ? fits[0]! : plan
}

const chooseLimits = (offering: Offering, random: Random): Record<string, number> =>
  Object.fromEntries(
    offering.components
      .filter(({ spec }) => spec.billing === 'limit')
      .map(({ spec }) => [
        spec.type,
        spec.columns?.is_boolean ? random.int(0, 1) : (spec.typical ?? 1) * random.pick([1, 1, 2, 4]),
      ]),
  )

/** `past`: ended at least 41 days ago; `new`: all in this month; `left`: ended in this month. */
type Era = 'any' | 'past' | 'new' | 'left'

/** When it was made, came to life and ended. */
const createLife = (
  context: Context,
  random: Random,
  state: ResourceState,
  era: Era,
  number: number,
): Pick<Resource, 'created' | 'activatedAt' | 'endedAt'> => {
  const { today, month } = context
  if (state === 'creating') {
    const created = between(random, era === 'new' ? month : addDays(today, -10), today)
    return { created, activatedAt: null, endedAt: null }
  }
  const newest = { any: 0, new: 0, left: 2, past: 6 }[era]
  const monthsAgo = era === 'new' ? 0 : newest + (number % (HISTORY + 1 - newest))
  const first = monthStart(month, -monthsAgo)
  const created = between(random, first, earlier(monthStart(first, 1), today))
  const canFail = era !== 'left' && (state === 'erred' ? number % 2 === 0 : state === 'terminated' && number % 3 === 0)
  const activatedAt = canFail ? null : earlier(addHours(created, random.int(1, 40)), later(created, today))
  if (state !== 'terminated') return { created, activatedAt, endedAt: null }
  const from = activatedAt ?? created
  if (era === 'past') return { created, activatedAt, endedAt: between(random, from, addDays(today, -41)) }
  const endsThisMonth = era === 'left' || number % 4 === 0
  const start = later(from, endsThisMonth ? month : from)
  return { created, activatedAt, endedAt: between(random, start, today) }
}

const eraOf = (project: Project, offering: Offering): Era => {
  const provider = offering.provider.customer.slug
  if (project.isRemoved || offering.spec.state === 'archived') return 'past'
  if (NEWCOMERS[provider]?.includes(project.customer.slug)) return 'new'
  return LEAVERS[provider]?.includes(project.customer.slug) ? 'left' : 'any'
}

/** Orders between four and seven resources for every project that has started, and two for the others. */
export const createResources = (
  context: Context,
  projects: readonly Project[],
  offerings: readonly Offering[],
): Resource[] => {
  const all = offerings.flatMap((offering) => Array.from({ length: offering.spec.weight }, () => offering))
  const current = all.filter((offering) => offering.spec.state !== 'archived')
  const newcomers = Object.values(NEWCOMERS).flat()
  const [hpc, tenant] = [offeringByKey(offerings, 'hpc'), offeringByKey(offerings, 'tenant')]
  const counts = new Map<string, number>()
  const count = (key: string): number => {
    const value = counts.get(key) ?? 0
    counts.set(key, value + 1)
    return value
  }

  const create = (project: Project, place: number): Resource => {
    const random = context.random(`resource/${project.index}/${place}`)
    const { customer, kind } = project
    // Every project uses one of the two big providers, every course the first, so that projects overlap providers.
    const main = kind === 'course' || customer.slug === 'ssc' || project.index % 2 === 0 ? hpc : tenant
    const offering = place === 0 ? main : random.pick(newcomers.includes(customer.slug) ? current : all)
    const provider = offering.provider.customer.slug
    const number = count(provider)
    const era = eraOf(project, offering)
    const isOver = era === 'left' || era === 'past'
    const usual = place === 0 ? 'ok' : cycle(STATES, count(`${provider} state`))
    const state = isOver ? 'terminated' : project.isUpcoming ? 'creating' : usual
    const life = createLife(context, random, state, era, number)

    const plan = choosePlan(offering, customer, monthsBetween(life.created, context.month), (uuid) => count(uuid))
    const former = offering.plans.find(
      ({ uuid, spec }) => uuid !== plan.uuid && !spec.archived && !spec.onlyFor && !spec.maxAmount,
    )
    const switchedAt = monthStart(context.month, -(number % 3))
    const isSwitched = state === 'ok' && number % 6 === 1 && life.created < monthStart(switchedAt, -1)
    return {
      ...life,
      uuid: context.uuid('resource', `${project.index}/${place}`),
      number,
      name: `${offering.spec.key}-${customer.slug}-${project.index + 1}-${place + 1}`,
      offering,
      project,
      plan,
      formerPlan: isSwitched && former ? former : null,
      switchedAt: isSwitched && former ? switchedAt : null,
      state,
      limits: chooseLimits(offering, random),
    }
  }

  return projects.flatMap((project) =>
    Array.from({ length: project.isUpcoming ? 2 : 4 + ((project.index * 3) % 4) }, (_, place) =>
      create(project, place),
    ),
  )
}

/** Price of a full month or other unit of the plan: fixed components and limits, without usage. */
export const recurringCost = (resource: Resource): string => {
  const parts = resource.offering.components.map(({ spec }) => {
    const price = parseDecimal(resource.plan.spec.prices[spec.type] ?? '0')
    if (spec.billing === 'fixed') return multiply(price, fromInteger(resource.plan.spec.amounts?.[spec.type] ?? 0))
    return spec.billing === 'limit' ? multiply(price, fromInteger(resource.limits[spec.type] ?? 0)) : 0n
  })
  return formatDecimal(parts.reduce((sum, part) => sum + part, 0n))
}

/** `usages`: amount of the current month per component type, per resource uuid. */
export const resourceRows = (
  context: Context,
  resources: readonly Resource[],
  usages: ReadonlyMap<string, Record<string, number>>,
): Row[] =>
  resources.map((resource) => {
    const { number, offering, project } = resource
    const isBuilt = resource.activatedAt !== null || resource.state === 'erred'
    return {
      uuid: resource.uuid,
      name: resource.name,
      slug: resource.name,
      description: number % 5 === 0 ? `Sample resource of ${project.name}` : '',
      offering_uuid: offering.uuid,
      project_uuid: project.uuid,
      plan_uuid: resource.plan.uuid,
      state: resourceStates[resource.state],
      attributes: { name: resource.name },
      limits: resource.limits,
      current_usages: usages.get(resource.uuid) ?? {},
      options: number % 7 === 0 ? { notify: true } : {},
      report: number % 25 === 3 && isBuilt ? [{ header: 'Sample report', body: 'All is well.' }] : null,
      cost: offering.spec.billable === false ? null : recurringCost(resource),
      backend_id: isBuilt ? `${offering.spec.key}-sample-${String(number + 1).padStart(5, '0')}` : '',
      effective_id: isBuilt && number % 4 === 0 ? `eff-${offering.spec.key}-${number + 1}` : '',
      backend_metadata: isBuilt && offering.spec.type === 'Marketplace.Slurm' ? { account: `sample${number + 1}` } : {},
      end_date:
        number % 9 === 4 && resource.state === 'ok' ? isoDate(addDays(context.today, 45 + (number % 60))) : null,
      paused: resource.state === 'ok' && number % 29 === 6,
      downscaled: resource.state === 'ok' && number % 31 === 7,
      restrict_member_access: resource.state === 'ok' && number % 37 === 8,
      error_message: resource.state === 'erred' ? 'Sample failure: the backend did not answer' : '',
      created: isoInstant(resource.created),
    }
  })

export const planPeriodUuid = (context: Context, resource: Resource, isFormer: boolean): string =>
  context.uuid('resource_plan_period', `${resource.uuid}/${isFormer}`)

export const planPeriodRows = (context: Context, resources: readonly Resource[]): Row[] =>
  resources.flatMap((resource) => {
    const { activatedAt, endedAt, formerPlan, switchedAt } = resource
    if (!activatedAt) return []
    const period = (plan: Plan, isFormer: boolean, start: Date, end: Date | null): Row => ({
      uuid: planPeriodUuid(context, resource, isFormer),
      resource_uuid: resource.uuid,
      plan_uuid: plan.uuid,
      start: isoInstant(start),
      end: end ? isoInstant(end) : null,
    })
    if (!formerPlan || !switchedAt) return [period(resource.plan, false, activatedAt, endedAt)]
    return [period(formerPlan, true, activatedAt, switchedAt), period(resource.plan, false, switchedAt, endedAt)]
  })
