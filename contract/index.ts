import type { z } from 'zod'
import type { OperationDefinition } from './operation.ts'
import { accessOperations } from './operations/access.ts'
import { accountOperations } from './operations/accounts.ts'
import { authTokenOperations } from './operations/auth-tokens.ts'
import { billingOperations } from './operations/billing.ts'
import { catalogueOperations } from './operations/catalogue.ts'
import { consumerOperations } from './operations/consumers.ts'
import { detailOperations } from './operations/details.ts'
import { eventOperations } from './operations/events.ts'
import { identityOperations } from './operations/identity.ts'
import { metadataOperations } from './operations/metadata.ts'
import { offeringOperations } from './operations/offerings.ts'
import { orderOperations } from './operations/orders.ts'
import { organizationOperations } from './operations/organizations.ts'
import { platformOperations } from './operations/platform.ts'
import { providerOperations } from './operations/providers.ts'
import { reportOperations } from './operations/reports.ts'
import { providerResourceOperations } from './operations/provider-resources.ts'
import { resourceOperations } from './operations/resources.ts'
import { teamOperations } from './operations/team.ts'
import { supportOperations } from './operations/support.ts'
import { userAndRoleOperations } from './operations/users-and-roles.ts'
import { userOperations } from './operations/users.ts'

/** The operation table: everything that the server answers, by operation id. */
export const operations = {
  ...providerOperations,
  ...consumerOperations,
  ...offeringOperations,
  ...teamOperations,
  ...reportOperations,
  ...detailOperations,
  ...identityOperations,
  ...accessOperations,
  ...eventOperations,
  ...platformOperations,
  ...userAndRoleOperations,
  ...userOperations,
  ...authTokenOperations,
  ...supportOperations,
  ...metadataOperations,
  ...organizationOperations,
  ...catalogueOperations,
  ...orderOperations,
  ...resourceOperations,
  ...providerResourceOperations,
  ...billingOperations,
  ...accountOperations,
} as const satisfies Record<string, OperationDefinition>

export type Operations = typeof operations
export type OperationId = keyof Operations

/** The definition of an operation with all optional parts visible. */
export const definitionOf = (id: OperationId): OperationDefinition => operations[id]

export const operationIds = Object.keys(operations) as OperationId[]

/** Parsed query parameters of an operation. */
export type QueryOf<Id extends OperationId> = Operations[Id] extends { query: infer Q extends z.ZodType }
  ? z.output<Q>
  : Record<string, never>

/** Parsed body of an operation. */
export type BodyOf<Id extends OperationId> = Operations[Id] extends { body: { schema: infer B extends z.ZodType } }
  ? z.output<B>
  : undefined

/** What an operation answers with, as on the wire. */
export type ResponseOf<Id extends OperationId> = Operations[Id]['success'] extends {
  schema: infer S extends z.ZodType
}
  ? z.output<S>
  : undefined
