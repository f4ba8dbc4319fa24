import { randomUUID } from 'node:crypto'
import type { BodyOf } from '../../../contract/index.ts'
import { jsonText } from '../../../contract/value-fields.ts'
import { requireAvailable } from '../../access/available.ts'
import { requirePermission, scopesOfOffering } from '../../access/target.ts'
import type { Authenticated, WriteContext } from '../../context.ts'
import { join, raw, sql, type Sql } from '../../db/sql.ts'
import { Forbidden, ValidationError } from '../../errors.ts'
import { Reply, type Handler } from '../../handler.ts'
import { linkedUuid } from '../../links.ts'
import { newSlug } from '../../slugs.ts'
import { insertPlan } from '../plans/index.ts'
import { reportOffering } from './change.ts'
import { insertComponent } from './component-rows.ts'
import { refuseExtraComponents } from './components.ts'
import { storeOfferingImage } from './images.ts'
import { findCategory, findChecklist, findProvider } from './references.ts'
import { readProviderOffering } from './retrieve-offering.ts'

type Body = BodyOf<'marketplace_provider_offerings_create'>

/** What there is to offer: done by hand, by a site agent, or by the support desk. */
const TYPES: ReadonlySet<string> = new Set(['Marketplace.Basic', 'Marketplace.Slurm', 'Marketplace.Support'])

/** Rules across fields, before anything is looked up. */
const checkBody = (body: Body): void => {
  if (!TYPES.has(body.type)) throw new ValidationError({ type: ['Invalid value.'] })
  const types = (body.components ?? []).map(({ type }) => type)
  if (new Set(types).size < types.length) {
    throw new ValidationError({ components: ['Component types must be unique.'] })
  }
  refuseExtraComponents(body.type, types)
  if (body.plans?.length === 0) throw new ValidationError({ plans: ['At least one plan should be specified.'] })
  for (const { prices = {}, quotas = {} } of body.plans ?? []) {
    const unknown = [...new Set([...Object.keys(prices), ...Object.keys(quotas)])].filter(
      (type) => !types.includes(type),
    )
    if (unknown.length > 0) throw new ValidationError({ plans: [`Invalid components ${unknown.join(', ')}.`] })
  }
}

const TEXT_COLUMNS = [
  'name',
  'description',
  'full_description',
  'privacy_policy_link',
  'access_url',
  'vendor_details',
  'getting_started',
  'integration_guide',
  'type',
  'shared',
  'billable',
  'datacite_doi',
  'latitude',
  'longitude',
  'country',
  'backend_id',
] as const satisfies readonly (keyof Body)[]

const JSON_COLUMNS = [
  'attributes',
  'options',
  'resource_options',
  'plugin_options',
  'secret_options',
  'backend_id_rules',
  'backend_metadata',
] as const satisfies readonly (keyof Body)[]

/** The columns that the body names. */
const given = (body: Body): { name: Sql; value: Sql }[] => [
  ...TEXT_COLUMNS.filter((name) => body[name] !== undefined).map((name) => ({
    name: raw(name),
    value: sql`${body[name]}`,
  })),
  ...JSON_COLUMNS.filter((name) => body[name] !== undefined).map((name) => ({
    name: raw(name),
    value: sql`${jsonText(body[name])}::jsonb`,
  })),
]

/** Makes a draft with its components and plans. The right is held on the organization or, C-160, on its provider. */
export const createOffering: Handler<'marketplace_provider_offerings_create'> = async (context, { body }) => {
  const { db, actor } = context
  checkBody(body)
  const category = await findCategory(db, body.category)
  const provider = body.customer == null ? undefined : await findProvider(db, actor, body.customer)
  if (!provider && !actor.is_staff) throw new Forbidden()
  if (provider) await requirePermission(context, 'OFFERING.CREATE', scopesOfOffering(provider))
  await requireAvailable(db, provider?.customer_id ?? null)
  const id = await insertOffering(context, body, { category, customer: provider?.customer_id ?? null })
  const components = body.components ?? []
  for (const [index, component] of components.entries()) {
    await insertComponent(db, id, component).catch((error: unknown) => {
      if (!(error instanceof ValidationError)) throw error
      throw new ValidationError({ components: components.map((_, at) => (at === index ? error.fields : {})) })
    })
  }
  for (const plan of body.plans ?? []) await insertPlan(db, id, plan)
  const offering = await readProviderOffering(context, id)
  return new Reply(201, offering, { location: offering.url ?? '' })
}

const insertOffering = async (
  context: WriteContext & Authenticated,
  body: Body,
  { category, customer }: { category: string; customer: string | null },
): Promise<string> => {
  const { db, actor } = context
  const uuid = randomUUID()
  const link = body.compliance_checklist
  const checklist =
    link == null ? null : await findChecklist(db, linkedUuid(link, 'checklists-admin', 'compliance_checklist'))
  // Staff alone choose slugs; without one, or with an empty one, it is generated.
  const wantedSlug = actor.is_staff && body.slug !== '' ? body.slug : undefined
  const columns = [
    { name: raw('uuid'), value: sql`${uuid}` },
    { name: raw('customer_id'), value: sql`${customer}` },
    { name: raw('category_id'), value: sql`${category}` },
    { name: raw('compliance_checklist_id'), value: sql`${checklist}` },
    { name: raw('slug'), value: sql`${wantedSlug ?? (await newSlug(db, 'offering', body.name))}` },
    { name: raw('thumbnail_id'), value: sql`${await storeOfferingImage(context, 'thumbnail', uuid, body.thumbnail)}` },
    { name: raw('image_id'), value: sql`${await storeOfferingImage(context, 'image', uuid, body.image)}` },
    ...given(body),
  ]
  const [row] = await db.writeRolledUp<{ id: string }>(
    sql`
      insert into offering (${join(columns.map(({ name }) => name))})
      values (${join(columns.map(({ value }) => value))})
      returning id
    `,
    // Nothing uses it yet, so no roll-up holds it.
    () => undefined,
  )
  const id = row?.id ?? ''
  await reportOffering(
    context,
    { id, uuid, name: body.name, customer_id: customer },
    'marketplace_offering_created',
    'created',
  )
  return id
}
