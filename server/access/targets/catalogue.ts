import type { Actor } from '../../context.ts'
import { anyOf, sql, type Sql } from '../../db/sql.ts'
import { holdsAnyRole, isPrivileged, onConsumer, onProvidingSide } from '../visibility.ts'
import { rowsOf, type TargetSource } from './source.ts'

const provided = onProvidingSide(sql`offering.id`, sql`offering.customer_id`)

const isOnProvidingSide = (actor: Actor | undefined): Sql => {
  if (!actor) return sql`false`
  return isPrivileged(actor) ? sql`true` : holdsAnyRole(actor, provided)
}

/** Active or paused, and not restricted to one organization. */
const isPublic = sql`(offering.shared and offering.state in (2, 3))`

/**
 * Condition on `offering`: it is for the caller. Private ones are for their provider's side, and for members of the
 * projects that may order them.
 */
export const isOfferedTo = (actor: Actor): Sql =>
  isPrivileged(actor)
    ? sql`true`
    : anyOf([
        sql`offering.shared`,
        holdsAnyRole(actor, provided),
        sql`exists (
          select 1 from project
          where (project.id = offering.project_id
              or offering.project_id is null and project.customer_id = offering.customer_id)
            and ${holdsAnyRole(actor, onConsumer(sql`project.id`, sql`project.customer_id`))}
        )`,
      ])

/** Condition on `offering`: it is in the catalogue that the caller sees. */
const isInCatalogue = (actor: Actor | undefined): Sql =>
  actor ? sql`(offering.state in (2, 3) and ${isOfferedTo(actor)})` : isPublic

const isInCatalogueOrProvided = (actor: Actor | undefined): Sql =>
  anyOf([isInCatalogue(actor), isOnProvidingSide(actor)])

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
    visible: isInCatalogueOrProvided,
  },
  terms_of_service: {
    model: 'OfferingTermsOfService',
    ...rowsOf('offering_terms_of_service', sql`join offering on offering.id = offering_terms_of_service.offering_id`),
    ...ofOffering,
    visible: isInCatalogueOrProvided,
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
