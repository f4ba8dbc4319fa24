import { addDays, isoDate, isoInstant } from './calendar.ts'
import { offeringByKey } from './catalogue.ts'
import type { Offering } from './catalogue.ts'
import type { Context } from './context.ts'
import type { Provider } from './organisations.ts'
import type { Row } from './preset.ts'
import { cycle } from './random.ts'
import type { Resource } from './resources.ts'
import type { Teams } from './teams.ts'

const ISSUES = 45
const RESOLVED = 0
const CANCELED = 1

export const issueStatusRows = (context: Context): Row[] =>
  (
    [
      ['Resolved', RESOLVED],
      ['Closed', RESOLVED],
      ['Canceled', CANCELED],
    ] as const
  ).map(([name, type]) => ({ uuid: context.uuid('issue_status', name), name, type }))

/** Issues on resources of every provider; every ninth one is about an organization only. */
export const issueRows = (context: Context, resources: readonly Resource[], teams: Teams): Row[] => {
  const built = resources.filter((resource) => resource.activatedAt !== null)
  return Array.from({ length: ISSUES }, (_, index) => {
    const { uuid, name, project } = cycle(built, index * 7)
    const status = cycle(['New', 'Resolved', 'In progress', 'Closed', 'Canceled', 'Waiting for customer'], index)
    const isGeneral = index % 9 === 8
    return {
      uuid: context.uuid('issue', index),
      key: `SAMPLE-${index + 1}`,
      backend_name: 'sample-desk',
      backend_id: `SAMPLE-${index + 1}`,
      type: cycle(['Incident', 'Service request', 'Information request'], index),
      summary: isGeneral ? 'Sample question about invoices' : `Sample trouble with ${name}`,
      description: 'Something made up does not work.',
      status,
      resolution: ['Resolved', 'Closed'].includes(status) ? 'Done' : '',
      priority: cycle(['Low', 'Medium', 'High'], index),
      caller_uuid: teams.leads.get(project.uuid)?.uuid ?? null,
      customer_uuid: project.customer.uuid,
      project_uuid: isGeneral ? null : project.uuid,
      resource_uuid: isGeneral ? null : uuid,
      created: isoInstant(addDays(context.today, -(1 + ((index * 5) % 120)))),
    }
  })
}

type CampaignSpec = {
  key: string
  provider: number
  name: string
  from: number
  to: number
  type: 'discount' | 'special_price'
  discount: number
  state: 1 | 2 | 3
  offerings: string[]
  columns?: Row
  required?: string[]
}

/** Days count from today; states are 1 draft, 2 active, 3 terminated. */
const campaigns: CampaignSpec[] = [
  {
    key: 'spring',
    provider: 0,
    name: 'Sample discount',
    from: -20,
    to: 40,
    type: 'discount',
    discount: 15,
    state: 2,
    offerings: ['hpc', 'notebooks'],
  },
  {
    key: 'last-day',
    provider: 0,
    name: 'Ends today',
    from: -30,
    to: 0,
    type: 'discount',
    discount: 5,
    state: 2,
    offerings: ['scratch'],
    required: ['hpc'],
  },
  {
    key: 'expired',
    provider: 0,
    name: 'Over, never terminated',
    from: -90,
    to: -1,
    type: 'discount',
    discount: 10,
    state: 2,
    offerings: ['hpc'],
  },
  {
    key: 'ended',
    provider: 0,
    name: 'Terminated sample',
    from: -60,
    to: 60,
    type: 'discount',
    discount: 50,
    state: 3,
    offerings: ['allocation'],
  },
  {
    key: 'coupon',
    provider: 0,
    name: 'Coupon draft',
    from: 14,
    to: 74,
    type: 'special_price',
    discount: 1,
    state: 1,
    offerings: ['support'],
    columns: { coupon: 'SAMPLE-COUPON', auto_apply: false, stock: 20, months: 3 },
  },
  {
    key: 'cloud',
    provider: 1,
    name: 'Example cloud weeks',
    from: 0,
    to: 20,
    type: 'discount',
    discount: 20,
    state: 2,
    offerings: ['tenant'],
    columns: { months: 0 },
  },
  {
    key: 'storage',
    provider: 2,
    name: 'Placeholder storage offer',
    from: 7,
    to: 37,
    type: 'special_price',
    discount: 7,
    state: 2,
    offerings: ['object'],
    required: ['tape'],
  },
]

export const campaignRows = (context: Context, providers: readonly Provider[], offerings: readonly Offering[]): Row[] =>
  campaigns.map(({ key, provider, name, from, to, type, discount, state, columns, ...spec }) => ({
    uuid: context.uuid('campaign', key),
    service_provider_uuid: providers[provider]?.uuid ?? null,
    name,
    description: `${name}: made up`,
    start_date: isoDate(addDays(context.today, from)),
    end_date: isoDate(addDays(context.today, to)),
    discount_type: type,
    discount,
    coupon: '',
    stock: null,
    months: 1,
    auto_apply: true,
    state,
    offering_uuids: spec.offerings.map((offering) => offeringByKey(offerings, offering).uuid),
    required_offering_uuids: (spec.required ?? []).map((offering) => offeringByKey(offerings, offering).uuid),
    ...columns,
  }))
