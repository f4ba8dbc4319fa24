import type { Actor } from '../../context.ts'
import { anyOf, sql, type Sql } from '../../db/sql.ts'
import { holdsAnyRole, isPrivileged, onProvidingSide } from '../visibility.ts'
import { rowsOf, type TargetSource } from './source.ts'

const provided = onProvidingSide(sql`offering.id`, sql`offering.customer_id`)

const isOnProvidingSide = (actor: Actor | undefined): Sql => {
  if (!actor) return sql`false`
  return isPrivileged(actor) ? sql`true` : holdsAnyRole(actor, provided)
}

/** Active or paused, and not restricted to one organization. */
const isPublic = sql`(offering.shared and offering.state in (2, 3))`

const isPublicOrProvided = (actor: Actor | undefined): Sql => anyOf([isPublic, isOnProvidingSide(actor)])

/** Condition on `offering`: it is in the catalogue that the caller sees; private ones for those who might use them. */
const isInCatalogue = (actor: Actor | undefined): Sql => {
  if (!actor) return isPublic
  if (isPrivileged(actor)) return sql`offering.state in (2, 3)`
  const inItsProject = sql`(held.content_type = 'project' and held.object_id = offering.project_id)`
  return sql`offering.state in (2, 3) and (offering.shared or ${holdsAnyRole(actor, sql`${provided} or ${inItsProject}`)})`
}

const ofOffering = { offering: sql`offering.id`, providerCustomer: sql`offering.customer_id` }

const everybody = (): Sql => sql`true`

/** Categories, offerings and what belongs to them. */
export const catalogueTargets = {
  category_group: {
    model: 'CategoryGroup',
    ...rowsOf('category_group'),
    visible: everybody,
  },
  category: {
    model: 'Category',
    ...rowsOf('category'),
    visible: everybody,
  },
  /** As their provider sees them. */
  offering: {
    model: 'Offering',
    ...rowsOf('offering'),
    ...ofOffering,
    visible: isOnProvidingSide,
  },
  public_offering: {
    model: 'Offering',
    ...rowsOf('offering'),
    ...ofOffering,
    visible: isInCatalogue,
  },
  plan: {
    model: 'Plan',
    ...rowsOf('plan', sql`join offering on offering.id = plan.offering_id`),
    ...ofOffering,
    visible: isPublicOrProvided,
  },
  terms_of_service: {
    model: 'OfferingTermsOfService',
    ...rowsOf('offering_terms_of_service', sql`join offering on offering.id = offering_terms_of_service.offering_id`),
    ...ofOffering,
    visible: isPublicOrProvided,
  },
  /** A consent is seen by who gave it and by the provider. */
  consent: {
    model: 'UserOfferingConsent',
    ...rowsOf('user_offering_consent', sql`join offering on offering.id = user_offering_consent.offering_id`),
    ...ofOffering,
    visible: (actor) =>
      actor ? anyOf([sql`user_offering_consent.user_id = ${actor.id}::bigint`, isOnProvidingSide(actor)]) : sql`false`,
  },
} as const satisfies Record<string, TargetSource>
