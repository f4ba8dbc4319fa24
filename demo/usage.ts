import { addDays, daysBetween, earlier, isoDate, isoInstant, later, monthStart } from './calendar.ts'
import type { Component } from './catalogue.ts'
import type { Context } from './context.ts'
import { formatDecimal } from './decimal.ts'
import type { Decimal } from './decimal.ts'
import type { OfferingUser } from './offering-users.ts'
import type { Row } from './preset.ts'
import { planPeriodUuid } from './resources.ts'
import type { Resource } from './resources.ts'
import type { Teams } from './teams.ts'

const MONTHS = 3
/** 10^-4 of a unit, in the scale of decimals. */
const STEP = 10n ** 6n

/** Part of [month, next month) in which the resource is alive; null when it is not. Nothing ends after `until`. */
export const aliveIn = (resource: Resource, month: Date, until: Date): { start: Date; end: Date } | null => {
  const { activatedAt, endedAt } = resource
  const next = monthStart(month, 1)
  if (!activatedAt || activatedAt >= next || (endedAt && endedAt <= month)) return null
  const start = later(activatedAt, month)
  return { start, end: later(start, earlier(earlier(endedAt ?? until, until), next)) }
}

/** What a resource used of a component in a month up to today, with four digits; null when it was not alive. */
export const usageIn = (context: Context, resource: Resource, component: Component, month: Date): Decimal | null => {
  const alive = aliveIn(resource, month, context.today)
  const { type, billing, typical } = component.spec
  if (!alive || (billing !== 'usage' && billing !== 'limit')) return null
  const random = context.random(`usage/${resource.uuid}/${type}/${isoDate(month)}`)
  if (billing === 'limit') return BigInt(Math.round((resource.limits[type] ?? 0) * random.int(1000, 9500))) * STEP
  const share = Math.max(1, daysBetween(alive.start, alive.end)) / daysBetween(month, monthStart(month, 1))
  return BigInt(Math.max(1, Math.round((typical ?? 1) * share * random.int(4000, 15000)))) * STEP
}

const isMeasured = (resource: Resource, component: Component): boolean =>
  component.spec.billing === 'usage' ||
  (component.spec.billing === 'limit' && resource.offering.spec.type === 'Marketplace.Slurm')

type Usage = { row: Row; resource: Resource; amount: Decimal }

const monthUsages = (context: Context, resource: Resource, month: Date): Usage[] =>
  resource.offering.components
    .filter((component) => isMeasured(resource, component))
    .flatMap((component) => {
      const amount = usageIn(context, resource, component, month)
      if (amount === null) return []
      const isFormer = resource.switchedAt !== null && month < resource.switchedAt
      const lastDay = earlier(addDays(monthStart(month, 1), -1), context.today)
      return {
        resource,
        amount,
        row: {
          uuid: context.uuid('component_usage', `${resource.uuid}/${component.spec.type}/${isoDate(month)}`),
          resource_uuid: resource.uuid,
          component_uuid: component.uuid,
          component_type: component.spec.type,
          plan_period: planPeriodUuid(context, resource, isFormer),
          usage: formatDecimal(amount, 4),
          date: isoInstant(lastDay),
          billing_period: isoDate(month),
          recurring: false,
          description: resource.number % 6 === 0 ? 'Sample report of the agent' : '',
        },
      }
    })

/** Two thirds and one third for the first two accounts or members, everything for a single one. */
const userUsages = (context: Context, usage: Usage, names: { username: string; uuid: string | null }[]): Row[] => {
  const parts = names.length > 1 ? [usage.amount - usage.amount / 3n, usage.amount / 3n] : [usage.amount]
  return names.slice(0, parts.length).map(({ username, uuid }, index) => ({
    uuid: context.uuid('component_user_usage', `${usage.row.uuid}/${username}`),
    component_usage_uuid: usage.row.uuid,
    username,
    usage: formatDecimal(parts[index]!, 4),
    user_uuid: uuid,
  }))
}

type Usages = {
  componentUsages: Row[]
  userUsages: Row[]
  /** This month's amounts by component type, per resource uuid. */
  current: Map<string, Record<string, number>>
}

/** Reports of this month and the two before; usages of users refer to their accounts where there are any. */
export const createUsages = (
  context: Context,
  resources: readonly Resource[],
  offeringUsers: readonly OfferingUser[],
  teams: Teams,
): Usages => {
  const accounts = new Map<string, OfferingUser>()
  for (const account of offeringUsers) accounts.set(`${account.offering.uuid}/${account.user.uuid}`, account)

  const namesOf = ({ offering, project }: Resource): { username: string; uuid: string | null }[] =>
    (teams.members.get(project.uuid) ?? []).flatMap((user) => {
      const account = accounts.get(`${offering.uuid}/${user.uuid}`)
      if (account?.username) return { username: account.username, uuid: account.uuid }
      return account ? [] : { username: user.username, uuid: null }
    })

  const months = Array.from({ length: MONTHS }, (_, index) => monthStart(context.month, -index))
  const usages = resources.flatMap((resource) => months.flatMap((month) => monthUsages(context, resource, month)))
  const current = new Map<string, Record<string, number>>()
  for (const { row, resource } of usages) {
    if (row.billing_period !== isoDate(context.month)) continue
    const amounts = current.get(resource.uuid) ?? {}
    current.set(resource.uuid, { ...amounts, [row.component_type as string]: Number(row.usage) })
  }
  return {
    componentUsages: usages.map(({ row }) => row),
    userUsages: usages.flatMap((usage) =>
      usage.resource.offering.spec.type === 'Marketplace.Slurm'
        ? userUsages(context, usage, namesOf(usage.resource))
        : [],
    ),
    current,
  }
}
