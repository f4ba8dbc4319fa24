import { randomUUID } from 'node:crypto'
import { jsonText } from '../../../contract/value-fields.ts'
import type { Authenticated, WriteContext } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { ValidationError } from '../../errors.ts'
import { Reply, type Handler } from '../../handler.ts'
import { newSlug } from '../../slugs.ts'
import { noteVersion, planCost } from '../resource-life/index.ts'
import { checkAttributes, type CheckedAttributes } from './checks/attributes.ts'
import { requireFutureDate } from './checks/dates.ts'
import { checkLimits, type Limits } from './checks/limits.ts'
import { findOrderedOffering, requireAcceptedTerms, type OrderedOffering } from './checks/offering.ts'
import { findPlan, hasPlans } from './checks/plan.ts'
import { datedAttributes, requireRoomInProject } from './checks/plugin-options.ts'
import { findOrderingProject, type OrderingProject } from './checks/project.ts'
import { placeOrder } from './place-order.ts'
import { readOrder } from './retrieve-order.ts'

/** Orders a new resource; resource and order are there when this is answered. */
export const createOrder: Handler<'marketplace_orders_create'> = async (context, { body }) => {
  const { db, actor } = context
  // C-122: orders of other types are placed by the actions of their resource.
  if (body.type !== undefined && body.type !== 'Create') {
    throw new ValidationError({ type: ['Use the actions of a resource for orders of this type.'] })
  }
  const project = await findOrderingProject(context, body.project)
  const offering = await findOrderedOffering(context, body.offering, project)
  requireFutureDate('start_date', body.start_date)
  const attributes = datedAttributes(checkAttributes(body.attributes ?? {}, offering.options), offering.plugin_options)
  const planId = await choosePlan(context, body.plan, offering, project)
  const limits = body.limits ?? {}
  await checkLimits(db, offering.id, limits)
  await requireRoomInProject(db, { offeringId: offering.id, projectId: project.id, options: offering.plugin_options })
  await requireAcceptedTerms(context, offering, body.accepting_terms_of_service === true)
  const slug = actor.is_staff && body.slug !== undefined && body.slug !== '' ? body.slug : undefined
  const resourceId = await insertResource(context, { project, offering, planId, limits, attributes, slug })
  const order = await placeOrder(db, context, actor, {
    type: 'Create',
    resourceId,
    planId,
    limits,
    attributes,
    startDate: body.start_date,
    callbackUrl: body.callback_url,
    requestComment: body.request_comment,
    slug,
  })
  const made = await readOrder(context, order.id)
  return new Reply(201, made, { location: made.url ?? '' })
}

const choosePlan = async (
  { db }: WriteContext,
  link: string | undefined,
  offering: OrderedOffering,
  project: OrderingProject,
): Promise<string | null> => {
  if (link !== undefined) {
    return findPlan(db, link, { offeringId: offering.id, customerId: project.customer.id })
  }
  if (await hasPlans(db, offering.id)) throw new ValidationError({ plan: ['This field is required.'] })
  return null
}

interface NewResource {
  project: OrderingProject
  offering: OrderedOffering
  planId: string | null
  limits: Limits
  attributes: CheckedAttributes
  slug: string | undefined
}

const insertResource = async (
  context: WriteContext & Authenticated,
  { project, offering, planId, limits, attributes, slug }: NewResource,
): Promise<string> => {
  const { db, actor } = context
  const text = jsonText(limits)
  const endDate = attributes.end_date ?? null
  const [resource] = await db.writeRolledUp<{ id: string }>(
    sql`
      insert into resource (uuid, offering_id, project_id, plan_id, name, slug, description, state, attributes, limits,
        cost, end_date, end_date_requested_by_id)
      values (${randomUUID()}, ${offering.id}, ${project.id}, ${planId}, ${attributes.name},
        ${slug ?? (await newSlug(db, 'resource', attributes.name))}, ${attributes.description ?? ''}, 1,
        ${jsonText(attributes)}::jsonb, ${text}::jsonb, ${planCost(sql`${planId}::bigint`, sql`${text}::jsonb`)},
        ${endDate}::date, ${endDate === null ? null : actor.id}::bigint)
      returning id
    `,
    (rollup, rows) => {
      for (const { id } of rows) rollup.added(id)
    },
  )
  if (!resource) throw new Error('A resource was not inserted')
  await noteVersion(db, context, resource.id, 'ordered')
  return resource.id
}
