import { createHash } from 'node:crypto'
import type { OperationId } from '../../contract/index.ts'

/** An answer that may be sent again, as long as nothing has changed. */
export interface KeptAnswer {
  headers: Readonly<Record<string, string>>
  body: Buffer
}

/**
 * The operations whose answers are kept, by what of the clock they depend on beyond the expiry of grants and the
 * change of the day: nothing, or how long metered items have been running. Their answers are made of the database,
 * the caller and the URL alone.
 */
const KEPT: Partial<Record<OperationId, 'calendar' | 'meters'>> = {
  marketplace_service_providers_stat_retrieve: 'calendar',
  marketplace_service_providers_revenue_list: 'calendar',
  marketplace_service_providers_robot_account_customers_list: 'calendar',
  marketplace_service_providers_robot_account_projects_list: 'calendar',
  marketplace_service_providers_customers_list: 'meters',
  marketplace_service_providers_customer_projects_list: 'meters',
  marketplace_service_providers_projects_list: 'meters',
  marketplace_service_providers_project_permissions_list: 'calendar',
  marketplace_service_providers_keys_list: 'calendar',
  marketplace_service_providers_users_list: 'calendar',
  marketplace_service_providers_user_customers_list: 'meters',
  marketplace_service_providers_offerings_list: 'meters',
  marketplace_service_providers_offerings_types_list: 'calendar',
  marketplace_service_providers_project_service_accounts_list: 'calendar',
  marketplace_service_providers_course_accounts_list: 'calendar',
  service_provider_compliance_overview: 'calendar',
  service_provider_offering_users_compliance: 'calendar',
  service_provider_checklists_summary: 'calendar',
  marketplace_service_providers_list_users_list: 'calendar',
}

/** What of the clock the answers of an operation depend on; undefined when they are not kept. */
export const clockOf = (id: OperationId): 'calendar' | 'meters' | undefined => KEPT[id]

/** A strong validator of a body and of the headers that belong to it. */
export const entityTag = (body: Buffer, headers: Readonly<Record<string, string>>): string =>
  `"${createHash('sha256').update(body).update(JSON.stringify(headers)).digest('base64url').slice(0, 27)}"`

/** Whether the client has this version already, by its If-None-Match. */
export const isKnownToClient = (ifNoneMatch: string | undefined, etag: string): boolean =>
  (ifNoneMatch ?? '').split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag)

/** What an entry takes beside its body and key. */
const ENTRY_BYTES = 1_000

/** What keeping an answer takes. */
export const bytesOf = (key: string, answer: KeptAnswer): number => answer.body.length + 2 * key.length + ENTRY_BYTES
