import { addDays, isoInstant } from './calendar.ts'
import { cloudSpecs } from './catalogue-cloud.ts'
import { hpcSpecs } from './catalogue-hpc.ts'
import type { ComponentSpec, OfferingSpec, OfferingState, PlanSpec } from './catalogue-spec.ts'
import { storageSpecs, testbedSpecs } from './catalogue-storage.ts'
import type { Context } from './context.ts'
import { formatDecimal, fromInteger, multiply, parseDecimal } from './decimal.ts'
import { groupUuid } from './organisations.ts'
import type { Provider } from './organisations.ts'
import type { Row } from './preset.ts'
import type { Project } from './projects.ts'

export type Component = { uuid: string; spec: ComponentSpec }

export type Plan = { uuid: string; spec: PlanSpec }

export type Offering = {
  uuid: string
  spec: OfferingSpec
  provider: Provider
  components: Component[]
  plans: Plan[]
}

const states: Record<OfferingState, number> = { draft: 1, active: 2, paused: 3, archived: 4, unavailable: 5 }

export const createOfferings = (context: Context, providers: readonly Provider[]): Offering[] =>
  [hpcSpecs, cloudSpecs, storageSpecs, testbedSpecs].flatMap((specs, index) => {
    const provider = providers[index]
    if (!provider) throw new Error(`No provider for catalogue ${index}`)
    return specs.map((spec) => ({
      uuid: context.uuid('offering', spec.key),
      spec,
      provider,
      components: spec.components.map((component) => ({
        uuid: context.uuid('offering_component', `${spec.key}/${component.type}`),
        spec: component,
      })),
      plans: spec.plans.map((plan) => ({ uuid: context.uuid('plan', `${spec.key}/${plan.key}`), spec: plan })),
    }))
  })

export const offeringByKey = (offerings: readonly Offering[], key: string): Offering => {
  const offering = offerings.find((candidate) => candidate.spec.key === key)
  if (!offering) throw new Error(`No such offering: ${key}`)
  return offering
}

export const categoryRows = (context: Context): { groups: Row[]; categories: Row[] } => {
  const groups = [
    { uuid: context.uuid('category_group', 'infrastructure'), title: 'Sample infrastructure', description: 'Machines' },
    { uuid: context.uuid('category_group', 'people'), title: 'Sample expertise', description: 'Time of people' },
  ]
  const categories = [
    { key: 'compute', title: 'Compute clusters', group: 'infrastructure' },
    { key: 'cloud', title: 'Research cloud', group: 'infrastructure', default_tenant_category: true },
    { key: 'storage', title: 'Storage', group: 'infrastructure' },
    { key: 'consulting', title: 'Consulting', group: 'people' },
  ].map(({ key, group, title, ...flags }) => ({
    uuid: context.uuid('category', key),
    title,
    description: `${title} of the sample marketplace`,
    group_uuid: context.uuid('category_group', group),
    ...flags,
  }))
  return { groups, categories }
}

export const tagRows = (context: Context): Row[] =>
  ['cloud', 'gpu', 'slurm', 'storage', 'training'].map((name) => ({
    uuid: context.uuid('tag', name),
    name,
    description: `Sample tag ${name}`,
  }))

/** `dedicatedTo` is the one project that a dedicated offering serves. */
export const offeringRows = (context: Context, offerings: readonly Offering[], dedicatedTo: Project): Row[] =>
  offerings.map(({ uuid, spec, provider }, index) => {
    const { plugin_options: pluginOptions, ...columns } = spec.columns ?? {}
    return {
      uuid,
      name: spec.name,
      slug: spec.key,
      type: spec.type,
      state: states[spec.state],
      shared: spec.shared ?? true,
      billable: spec.billable ?? true,
      customer_uuid: provider.customer.uuid,
      category_uuid: context.uuid('category', spec.category),
      parent_uuid: spec.parent ? context.uuid('offering', spec.parent) : null,
      project_uuid: spec.dedicated ? dedicatedTo.uuid : null,
      compliance_checklist_uuid: spec.checklist ? context.uuid('checklist', spec.checklist) : null,
      tag_uuids: (spec.tags ?? []).map((tag) => context.uuid('tag', tag)),
      organization_group_uuids: spec.key === 'exascale' ? [groupUuid(context, 'institutes')] : [],
      description: `${spec.name} by ${provider.customer.name}. Nothing of it exists.`,
      plugin_options: {
        ...(pluginOptions as Row | undefined),
        ...(spec.accounts ? { service_provider_can_create_offering_user: true } : {}),
      },
      created: isoInstant(addDays(context.today, -470 + index)),
      ...columns,
    }
  })

export const componentRows = (offerings: readonly Offering[]): Row[] =>
  offerings.flatMap((offering) =>
    offering.components.map(({ uuid, spec }) => {
      const overage = offering.components.find((other) => other.spec.type === spec.overage)
      return {
        uuid,
        offering_uuid: offering.uuid,
        type: spec.type,
        name: spec.name,
        billing_type: spec.billing,
        measured_unit: spec.unit,
        limit_period: spec.period ?? null,
        overage_component_uuid: overage?.uuid ?? null,
        ...spec.columns,
      }
    }),
  )

const fixedPrice = (offering: Offering, plan: PlanSpec): string => {
  const fixed = offering.components.filter((component) => component.spec.billing === 'fixed')
  const parts = fixed.map(({ spec }) =>
    multiply(parseDecimal(plan.prices[spec.type] ?? '0'), fromInteger(plan.amounts?.[spec.type] ?? 0)),
  )
  return formatDecimal(parts.reduce((sum, part) => sum + part, 0n))
}

export const planRows = (context: Context, offerings: readonly Offering[]): Row[] =>
  offerings.flatMap((offering) =>
    offering.plans.map(({ uuid, spec }, index) => ({
      uuid,
      offering_uuid: offering.uuid,
      name: spec.name,
      unit: spec.unit,
      unit_price: fixedPrice(offering, spec),
      archived: spec.archived ?? false,
      max_amount: spec.maxAmount ?? null,
      organization_group_uuids: spec.onlyFor ? [groupUuid(context, spec.onlyFor)] : [],
      created: isoInstant(addDays(context.today, -460 + index)),
      ...spec.columns,
    })),
  )

export const planComponentRows = (offerings: readonly Offering[]): Row[] =>
  offerings.flatMap((offering) =>
    offering.plans.flatMap(({ uuid, spec }) =>
      offering.components.map((component) => {
        const { type } = component.spec
        return {
          plan_uuid: uuid,
          component_uuid: component.uuid,
          amount: spec.amounts?.[type] ?? 0,
          price: spec.prices[type] ?? '0',
          future_price: spec.futurePrices?.[type] ?? null,
          discount_threshold: spec.discounts?.[type]?.threshold ?? null,
          discount_rate: spec.discounts?.[type]?.rate ?? null,
        }
      }),
    ),
  )

export const endpointRows = (context: Context, offerings: readonly Offering[]): Row[] =>
  [
    ['hpc', 'Login node', 'ssh://login.hpc.example.org'],
    ['hpc', 'Web portal', 'https://portal.hpc.example.org/'],
    ['tenant', 'Dashboard', 'https://dashboard.enrc.example.org/'],
    ['object', 'Gateway', 'https://objects.psr.example.org/'],
  ].map(([key = '', name, url]) => ({
    uuid: context.uuid('offering_endpoint', `${key}/${name}`),
    offering_uuid: offeringByKey(offerings, key).uuid,
    name,
    url,
  }))

export const partitionRows = (context: Context, offerings: readonly Offering[]): Row[] =>
  [
    {
      name: 'main',
      max_nodes: 64,
      max_time: 2880,
      default_time: 60,
      max_cpus_per_node: 128,
      priority_tier: 1,
      qos: 'normal',
    },
    {
      name: 'gpu',
      max_nodes: 8,
      max_time: 1440,
      def_cpu_per_gpu: 16,
      exclusive_user: true,
      priority_tier: 2,
      qos: 'gpu',
    },
    { name: 'test', min_nodes: 1, max_nodes: 2, max_time: 30, grace_time: 60, qos: 'test' },
  ].map(({ name, ...limits }) => ({
    uuid: context.uuid('offering_partition', name),
    offering_uuid: offeringByKey(offerings, 'hpc').uuid,
    partition_name: name,
    ...limits,
  }))
