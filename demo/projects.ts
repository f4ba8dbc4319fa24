import { addDays, isoDate, isoInstant } from './calendar.ts'
import type { Context } from './context.ts'
import type { Customer, Organisations } from './organisations.ts'
import { cycle } from './random.ts'
import type { Row } from './preset.ts'

export type Project = {
  uuid: string
  index: number
  name: string
  customer: Customer
  kind: 'default' | 'course' | 'public'
  isRemoved: boolean
  /** Not started yet: its orders wait. */
  isUpcoming: boolean
  row: Row
}

const topics: readonly (readonly [string, string | null])[] = [
  ['Coastal currents', '1.5'],
  ['Lattice models', '1.3'],
  ['Protein folding', '1.6'],
  ['Prime gaps', '1.1'],
  ['Federated learning', '1.2'],
  ['Bridge vibrations', '2.1'],
  ['Radar imaging', '2.2'],
  ['Catalyst search', '1.4'],
  ['Turbine flows', '2.3'],
  ['Alloy fatigue', '2.5'],
  ['Tumour imaging', '3.2'],
  ['Sleep cohorts', '3.3'],
  ['Soil carbon', '4.1'],
  ['Fermentation models', '2.10'],
  ['Gait analysis', '2.6'],
  ['Thin films', '2.11'],
  ['Household panels', '5.2'],
  ['Voting records', '5.6'],
  ['Old maps', '6.1'],
  ['Dialect corpus', '6.2'],
  ['Organ acoustics', '6.4'],
  ['Unclassified trials', null],
]

const PROJECTS_PER_CONSUMER = [4, 3, 5, 3, 2]
const REMOVED = [16, 44]
const UPCOMING = [11, 37]

const courseTitle = (number: number): string => `Programming course, sample ${number}`

const createProject = (context: Context, customer: Customer, index: number): Project => {
  const { today } = context
  const kind = index % 9 === 6 ? 'course' : index === 5 ? 'public' : 'default'
  const [topic, code] = cycle(topics, index)
  const name = kind === 'course' ? courseTitle(index + 1) : `${topic}, sample ${index + 1}`
  const isRemoved = REMOVED.includes(index)
  const isUpcoming = UPCOMING.includes(index)
  const startOffset = isUpcoming ? 21 : cycle([null, -200, null, 0, null, -90], index)
  const lastDay = kind === 'course' ? 60 + index : isUpcoming ? 400 : cycle([null, 180, null, null, 365, 0, -1], index)
  const endOffset = lastDay === null ? null : Math.max(lastDay, startOffset ?? lastDay)
  const day = (offset: number | null): string | null => (offset === null ? null : isoDate(addDays(today, offset)))
  return {
    uuid: context.uuid('project', index),
    index,
    name,
    customer,
    kind,
    isRemoved,
    isUpcoming,
    row: {
      description: index % 6 === 5 ? '' : `${name}: a made-up project of ${customer.name}.`,
      start_date: day(startOffset),
      end_date: isRemoved ? day(-40) : day(endOffset),
      oecd_fos_2007_code: kind === 'course' ? '1.2' : code,
      is_industry: customer.group === 'industry',
      backend_id: index % 5 === 0 ? `grant-sample-${100 + index}` : '',
      type_uuid:
        index % 4 === 3 ? null : context.uuid('project_type', kind === 'course' ? 'teaching' : projectType(customer)),
      staff_notes: index % 12 === 7 ? 'Sample note, for staff and support only' : '',
      grace_period_days: index % 10 === 4 ? 14 : null,
      max_service_accounts: index % 6 === 1 ? null : 3,
      is_removed: isRemoved,
      termination_metadata: isRemoved ? { terminated_at: isoInstant(addDays(today, -40)) } : null,
      user_affiliations: index % 15 === 3 ? [`staff@${customer.slug}.example.org`] : [],
      created: isoInstant(addDays(today, -450 + (index % 20))),
    },
  }
}

const projectType = (customer: Customer): string => (customer.group === 'industry' ? 'industry' : 'research')

export const projectTypeRows = (context: Context): Row[] => [
  {
    uuid: context.uuid('project_type', 'research'),
    name: 'Sample research',
    description: 'Research with public money',
  },
  { uuid: context.uuid('project_type', 'teaching'), name: 'Sample teaching', description: '' },
  { uuid: context.uuid('project_type', 'industry'), name: 'Sample industry', description: 'Paid by a company' },
]

/** One project per provider's own organization, then several per consumer. */
export const createProjects = (context: Context, organisations: Organisations): Project[] => {
  const owners = [
    ...organisations.providers.map((provider) => provider.customer),
    ...organisations.consumers.flatMap((customer, index) =>
      Array.from({ length: cycle(PROJECTS_PER_CONSUMER, index) }, () => customer),
    ),
  ]
  return owners.map((customer, index) => createProject(context, customer, index))
}

export const projectRows = (projects: readonly Project[]): Row[] =>
  projects.map((project) => ({
    uuid: project.uuid,
    name: project.name,
    slug: `${project.customer.slug}-${project.index + 1}`,
    customer_uuid: project.customer.uuid,
    kind: project.kind,
    ...project.row,
  }))
