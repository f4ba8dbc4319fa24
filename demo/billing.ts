import { addDays, daysBetween, hoursBetween, isoDate, isoInstant, monthsBetween, monthStart } from './calendar.ts'
import type { Component, Plan } from './catalogue.ts'
import type { PlanUnit } from './catalogue-spec.ts'
import type { Context } from './context.ts'
import { formatDecimal, fromInteger, multiply, parseDecimal, roundUpToCents, shareRoundedUp } from './decimal.ts'
import type { Decimal } from './decimal.ts'
import type { Customer } from './organisations.ts'
import type { Row } from './preset.ts'
import type { Resource } from './resources.ts'
import { aliveIn, usageIn } from './usage.ts'

/** The current month and the twelve before. */
const MONTHS = 13

type Item = {
  key: string
  customer: Customer
  month: Date
  unitPrice: Decimal
  quantity: Decimal
  columns: Row
}

type Period = { start: Date; end: Date }

const periodQuantity = (unit: PlanUnit, month: Date, { start, end }: Period): Decimal => {
  const days = Math.max(1, daysBetween(start, end))
  const daysInMonth = daysBetween(month, monthStart(month, 1))
  switch (unit) {
    case 'month':
      return shareRoundedUp(days, daysInMonth)
    case 'quarter':
      return shareRoundedUp(days, daysInMonth * 3)
    case 'half_month':
      return fromInteger(days * 2 > daysInMonth ? 2 : 1)
    case 'day':
      return fromInteger(days)
    case 'hour':
      return fromInteger(Math.max(1, hoursBetween(start, end)))
    case 'quantity':
      return fromInteger(1)
  }
}

/** What is charged for a component in a month: price of a unit, number of units, unit; null when nothing is. */
const charge = (
  context: Context,
  resource: Resource,
  component: Component,
  plan: Plan,
  month: Date,
  period: Period,
): { unitPrice: Decimal; quantity: Decimal; unit: PlanUnit } | null => {
  const { type, billing, period: limitPeriod } = component.spec
  const { unit, prices, amounts } = plan.spec
  const price = parseDecimal(prices[type] ?? '0')
  if (price === 0n) return null
  const perAmount = multiply(price, fromInteger(amounts?.[type] ?? 0))
  const age = monthsBetween(resource.activatedAt ?? month, month)
  const isSwitch = resource.switchedAt !== null && monthsBetween(resource.switchedAt, month) === 0
  const once = { unitPrice: perAmount, quantity: fromInteger(1), unit: 'quantity' } as const
  const limit = fromInteger(resource.limits[type] ?? 0)
  switch (billing) {
    case 'fixed':
      return { unitPrice: perAmount, quantity: periodQuantity(unit, month, period), unit }
    case 'one':
      return age === 0 ? once : null
    case 'few':
      return age === 0 || isSwitch ? once : null
    case 'usage': {
      const usage = usageIn(context, resource, component, month)
      return usage === null ? null : { unitPrice: price, quantity: usage, unit: 'quantity' }
    }
    case 'limit': {
      if (limit === 0n) return null
      const isRecurring = limitPeriod === 'month'
      const every = { month: 1, quarterly: 3, annual: 12, total: Infinity }[limitPeriod ?? 'month']
      if (age !== 0 && age % every !== 0) return null
      const periods = isRecurring ? periodQuantity(unit, month, period) : fromInteger(1)
      return { unitPrice: price, quantity: multiply(limit, periods), unit: isRecurring ? unit : 'quantity' }
    }
  }
}

const resourceItems = (context: Context, resource: Resource, month: Date): Item[] => {
  const next = monthStart(month, 1)
  const period = aliveIn(resource, month, next)
  if (!period) return []
  const { offering, project } = resource
  const { provider } = offering
  const isFormer = resource.formerPlan !== null && resource.switchedAt !== null && month < resource.switchedAt
  const plan = isFormer && resource.formerPlan ? resource.formerPlan : resource.plan
  const start = isoInstant(period.start)
  const end = isoInstant(period.end < next ? period.end : new Date(next.getTime() - 1))
  return offering.components.flatMap((component) => {
    const charged = charge(context, resource, component, plan, month, period)
    if (!charged) return []
    const { type, name, billing, unit } = component.spec
    const limits =
      billing === 'limit' ? { resource_limit_periods: [{ start, end, quantity: resource.limits[type] ?? 0 }] } : {}
    return {
      key: `${resource.uuid}/${type}`,
      customer: project.customer,
      month,
      unitPrice: charged.unitPrice,
      quantity: charged.quantity,
      columns: {
        resource_uuid: resource.uuid,
        project_uuid: project.uuid,
        name:
          billing === 'usage'
            ? `${resource.name} / ${name}`
            : `${resource.name} (${offering.spec.name} / ${plan.spec.name}) / ${name}`,
        unit: charged.unit,
        measured_unit: unit,
        article_code: component.spec.columns?.article_code ?? plan.spec.columns?.article_code ?? '',
        start,
        end,
        details: {
          resource_name: resource.name,
          resource_uuid: resource.uuid,
          plan_name: plan.spec.name,
          plan_uuid: plan.uuid,
          offering_type: offering.spec.type,
          offering_name: offering.spec.name,
          offering_uuid: offering.uuid,
          service_provider_name: provider.customer.name,
          service_provider_uuid: provider.uuid,
          offering_component_type: type,
          offering_component_name: name,
          ...limits,
        },
      },
    }
  })
}

/** Money back for a fifth of the first recurring item of a provider in a month. */
const compensation = (items: readonly Item[], month: Date, providerUuid: string): Item[] => {
  const original = items.find(
    (item) =>
      item.month.getTime() === month.getTime() &&
      item.columns.unit === 'month' &&
      (item.columns.details as Row).service_provider_uuid === providerUuid,
  )
  if (!original) return []
  return [
    {
      ...original,
      key: `${original.key}/compensation`,
      quantity: fromInteger(1),
      unitPrice: -multiply(multiply(original.unitPrice, original.quantity), parseDecimal('0.2')),
      columns: {
        ...original.columns,
        name: `Compensation for ${original.columns.name}`,
        unit: 'quantity',
        details: { ...(original.columns.details as Row), reason: 'Sample outage' },
      },
    },
  ]
}

const wholeMonth = (month: Date): Row => ({
  start: isoInstant(month),
  end: isoInstant(new Date(monthStart(month, 1).getTime() - 1)),
})

/** A workshop that belongs to no resource, and the part of the invoice that a credit pays. */
const otherItems = (month: Date, customers: readonly Customer[], credits: ReadonlyMap<string, string>): Item[] =>
  customers.flatMap((customer, index) => {
    const item = (key: string, unitPrice: string, columns: Row): Item => ({
      key: `${customer.slug}/${key}`,
      customer,
      month,
      unitPrice: parseDecimal(unitPrice),
      quantity: fromInteger(1),
      columns: {
        resource_uuid: null,
        project_uuid: null,
        unit: 'quantity',
        measured_unit: '',
        article_code: '',
        details: {},
        ...wholeMonth(month),
        ...columns,
      },
    })
    const credit = credits.get(customer.uuid)
    return [
      ...(index % 4 === 1 ? [item('workshop', '120.505', { name: 'Sample onboarding workshop' })] : []),
      ...(credit ? [item('credit', '-12.34567', { name: 'Paid from the sample credit', credit_uuid: credit })] : []),
    ]
  })

type Invoices = { invoices: Row[]; items: Row[] }

/** `fixedPrice`: uuids of the customers with a fixed contract, whose invoices count as paid when they are made. */
export const createInvoices = (
  context: Context,
  resources: readonly Resource[],
  customers: readonly Customer[],
  credits: ReadonlyMap<string, string>,
  fixedPrice: ReadonlySet<string>,
): Invoices => {
  const months = Array.from({ length: MONTHS }, (_, index) => monthStart(context.month, index - MONTHS + 1))
  const billable = resources.filter((resource) => resource.offering.spec.billable !== false)
  const providers = [...new Set(resources.map((resource) => resource.offering.provider.uuid))]
  const groups = new Map<string, Item[]>()
  months.forEach((month, index) => {
    const charged = billable.flatMap((resource) => resourceItems(context, resource, month))
    const isSpecial = [0, 6, MONTHS - 2, MONTHS - 1].includes(index)
    const special = isSpecial
      ? [
          ...providers.flatMap((provider) => compensation(charged, month, provider)),
          ...otherItems(month, customers, credits),
        ]
      : []
    for (const item of [...charged, ...special]) {
      const key = `${item.customer.slug}/${isoDate(month)}`
      groups.set(key, [...(groups.get(key) ?? []), item])
    }
  })

  const invoices: Row[] = []
  const rows: Row[] = []
  for (const [key, items] of groups) {
    const { customer, month } = items[0]!
    const uuid = context.uuid('invoice', key)
    const age = monthsBetween(month, context.month)
    const price = items.reduce((sum, item) => sum + roundUpToCents(multiply(item.unitPrice, item.quantity)), 0n)
    const tax = multiply(price, fromInteger(customer.taxPercent)) / 100n
    const isPaid = age > 1 || (age === 1 && fixedPrice.has(customer.uuid))
    invoices.push({
      uuid,
      customer_uuid: customer.uuid,
      year: month.getUTCFullYear(),
      month: month.getUTCMonth() + 1,
      state: age === 0 ? 'pending' : isPaid ? 'paid' : 'created',
      tax_percent: formatDecimal(fromInteger(customer.taxPercent), 2),
      total_price: formatDecimal(price, 2),
      total_cost: formatDecimal(roundUpToCents(price + tax), 2),
      invoice_date: age === 0 ? null : isoDate(monthStart(month, 1)),
      reference_number: age === 0 ? '' : `SAMPLE-INV-${customer.slug.toUpperCase()}-${isoDate(month).slice(0, 7)}`,
      created: isoDate(month),
    })
    for (const item of items) {
      rows.push({
        uuid: context.uuid('invoice_item', `${key}/${item.key}`),
        invoice_uuid: uuid,
        unit_price: formatDecimal(item.unitPrice),
        quantity: formatDecimal(item.quantity),
        ...item.columns,
      })
    }
  }
  return { invoices, items: rows }
}

/** Credits of every eighth organization, by customer uuid. */
export const customerCreditRows = (context: Context, customers: readonly Customer[], offeringUuids: string[]): Row[] =>
  customers
    .filter((_, index) => index % 8 === 5)
    .map((customer, index) => ({
      uuid: context.uuid('customer_credit', customer.slug),
      customer_uuid: customer.uuid,
      value: `${1500 + index * 250}.12500`,
      end_date: index % 2 === 0 ? isoDate(addDays(context.today, 180)) : null,
      expected_consumption: '100.00000',
      minimal_consumption_logic: 'fixed',
      grace_coefficient: '10.00',
      apply_as_minimal_consumption: index % 2 === 0,
      offering_uuids: offeringUuids,
      created: isoInstant(addDays(context.today, -120)),
    }))

export const projectCreditRows = (context: Context, projectUuids: readonly string[]): Row[] =>
  projectUuids.map((projectUuid, index) => ({
    uuid: context.uuid('project_credit', projectUuid),
    project_uuid: projectUuid,
    value: `${index === 3 ? 0 : 200 + index * 75}.00000`,
    end_date: index % 2 === 0 ? isoDate(addDays(context.today, 90)) : null,
    created: isoInstant(addDays(context.today, -60)),
  }))
