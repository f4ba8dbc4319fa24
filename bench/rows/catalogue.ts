import { daysBefore, type Plan } from './plan.ts'
import { numbered, type Table } from './table.ts'

/** One in ten names holds each of them, for searches that find much. */
export const WORDS = [
  'harbour',
  'meadow',
  'lantern',
  'granite',
  'willow',
  'compass',
  'orchard',
  'beacon',
  'prairie',
  'copper',
] as const

export const COMPONENTS = ['cpu', 'gpu', 'ram'] as const
export const QUESTIONS = 4
const CHECKLISTS = 5

const ACTIVE = 2

export const organizations = (plan: Plan): Table[] => {
  const { shape, stream } = plan
  const [customer, project, made] = [stream('customer'), stream('project'), stream('project-made')]
  const word = (id: number): string => WORDS[project.below(WORDS.length, id)] ?? ''
  return [
    numbered(
      'customer',
      ['uuid', 'created', 'name', 'slug', 'abbreviation', 'email', 'phone_number'],
      shape.customers,
      (id) => {
        const provider = plan.providers[id - 1]
        const digits = customer.hex(id)
        return [
          customer.uuid(id),
          plan.moment(made, id),
          provider ? `Sample ${provider}` : `Sample ${WORDS[id % WORDS.length] ?? ''} organization ${digits}`,
          provider ?? `organization-${digits}`,
          `S${digits}`,
          `office-${digits}@example.org`,
          '+000 000 0000',
        ]
      },
    ),
    numbered(
      'project',
      ['uuid', 'created', 'customer_id', 'name', 'slug', 'description', 'start_date', 'end_date', 'is_removed'],
      shape.projects,
      (id) => [
        project.uuid(id),
        plan.moment(made, id),
        plan.customerOf(id),
        `Sample ${word(id)} project ${project.hex(id)}`,
        `project-${project.hex(id)}`,
        'A project to measure with.',
        daysBefore(plan, made.below(1_000, id)),
        id % 3 === 0 ? daysBefore(plan, -made.below(1_000, id)) : null,
        made.below(100, id) < 2,
      ],
    ),
  ]
}

export const catalogue = (plan: Plan): Table[] => {
  const { shape, stream, providers, offerings } = plan
  const [provider, offering, component, planStream] = [
    stream('service-provider'),
    stream('offering-uuid'),
    stream('component'),
    stream('plan'),
  ]
  const [checklist, question] = [stream('checklist'), stream('question')]
  const of = COMPONENTS.length
  return [
    numbered('category', ['title'], 1, () => ['Measured']),
    numbered('checklist', ['uuid', 'name', 'checklist_type'], CHECKLISTS, (id) => [
      checklist.uuid(id),
      `Sample checklist ${String(id)}`,
      'offering_compliance',
    ]),
    numbered(
      'question',
      ['uuid', 'checklist_id', 'description', 'sort_order', 'required'],
      CHECKLISTS * QUESTIONS,
      (id) => [question.uuid(id), Math.ceil(id / QUESTIONS), `Sample question ${String(id)}`, id % QUESTIONS, true],
    ),
    numbered('service_provider', ['uuid', 'customer_id', 'description'], providers.length, (id) => [
      provider.uuid(id),
      id,
      `Sample provider number ${String(id)}.`,
    ]),
    numbered(
      'offering',
      [
        'uuid',
        'customer_id',
        'category_id',
        'name',
        'slug',
        'type',
        'state',
        'plugin_options',
        'compliance_checklist_id',
      ],
      offerings,
      (id) => {
        const digits = offering.hex(id)
        return [
          offering.uuid(id),
          Math.ceil(id / shape.offeringsPerProvider),
          1,
          `Sample offering ${digits}`,
          `offering-${digits}`,
          id % 2 === 0 ? 'Marketplace.Slurm' : 'Marketplace.Basic',
          ACTIVE,
          '{"service_provider_can_create_offering_user": true}',
          // Half of the offerings ask for compliance.
          id % 2 === 0 ? 1 + (id % CHECKLISTS) : null,
        ]
      },
    ),
    numbered(
      'offering_component',
      ['uuid', 'offering_id', 'type', 'name', 'measured_unit', 'billing_type'],
      offerings * of,
      (id) => {
        const type = COMPONENTS[id % of] ?? ''
        return [component.uuid(id), Math.ceil(id / of), type, type.toUpperCase(), 'hours', 'usage']
      },
    ),
    numbered('plan', ['uuid', 'offering_id', 'name', 'unit', 'unit_price'], offerings, (id) => [
      planStream.uuid(id),
      id,
      'Sample plan',
      'month',
      '10.0000000000',
    ]),
    numbered('plan_component', ['plan_id', 'component_id', 'amount', 'price'], offerings * of, (id) => [
      Math.ceil(id / of),
      id,
      1,
      '0.2500000000',
    ]),
  ]
}
