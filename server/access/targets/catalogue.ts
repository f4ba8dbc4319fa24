import type { Actor } from '../../context.ts'
import { anyOf, sql, type Sql } from '../../db/sql.ts'
import { holdsAnyRole, isPrivileged, onProvidingSide } from '../visibility.ts'
import type { TargetSource } from './source.ts'

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
    from: sql`from category_group`,
    id: sql`category_group.id`,
    uuid: sql`category_group.uuid`,
    visible: everybody,
  },
  category: {
    model: 'Category',
    from: sql`from category`,
    id: sql`category.id`,
    uuid: sql`category.uuid`,
    visible: everybody,
  },
  /** As their provider sees them. */
  offering: {
    model: 'Offering',
    from: sql`from offering`,
    id: sql`offering.id`,
    uuid: sql`offering.uuid`,
    ...ofOffering,
    visible: isOnProvidingSide,
  },
  public_offering: {
    model: 'Offering',
    from: sql`from offering`,
    id: sql`offering.id`,
    uuid: sql`offering.uuid`,
    ...ofOffering,
    visible: isInCatalogue,
  },
  plan: {
    model: 'Plan',
    from: sql`from plan join offering on offering.id = plan.offering_id`,
    id: sql`plan.id`,
    uuid: sql`plan.uuid`,
    ...ofOffering,
    visible: isPublicOrProvided,
  },
  terms_of_service: {
    model: 'OfferingTermsOfService',
    from: sql`
      from offering_terms_of_service join offering on offering.id = offering_terms_of_service.offering_id`,
    id: sql`offering_terms_of_service.id`,
    uuid: sql`offering_terms_of_service.uuid`,
    ...ofOffering,
    visible: isPublicOrProvided,
  },
  /** A consent is seen by who gave it and by the provider. */
  consent: {
    model: 'UserOfferingConsent',
    from: sql`from user_offering_consent join offering on offering.id = user_offering_consent.offering_id`,
    id: sql`user_offering_consent.id`,
    uuid: sql`user_offering_consent.uuid`,
    ...ofOffering,
    visible: (actor) =>
      actor ? anyOf([sql`user_offering_consent.user_id = ${actor.id}::bigint`, isOnProvidingSide(actor)]) : sql`false`,
  },
} as const satisfies Record<string, TargetSource>
