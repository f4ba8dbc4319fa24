import type { OperationId } from '../../contract/index.ts'

// The operations around the provider's, by caller, as in the matrix: of an object of the own marketplace, and of one
// that does not exist.

const NOT_FOUND = '401 401 401 401 404 404 404 404 404 404 404 404 404 404'
const PUBLIC_NOT_FOUND = '404 401 401 401 404 404 404 404 404 404 404 404 404 404'
const EVERYBODY = '200 401 401 401 200 200 200 200 200 200 200 200 200 200'
const EVERY_USER = '401 401 401 401 200 200 200 200 200 200 200 200 200 200'

interface Row {
  /** What the uuid names, for the reader of the table. */
  of?: string
  found: string
  /** Of an unknown uuid; for operations with one. */
  none?: string
}

const details = {
  //         anon bad exp inac plai memb admi cown own mana omgr othr supp staf
  customers_retrieve: {
    of: 'the consumer',
    found: '401 401 401 401 404 200 200 200 200 200 404 404 200 200',
    none: NOT_FOUND,
  },
  projects_retrieve: {
    of: "the consumer's project",
    found: '401 401 401 401 404 200 200 200 200 200 404 404 200 200',
    none: NOT_FOUND,
  },
  keys_retrieve: {
    of: 'a key of the consumer admin',
    found: '401 401 401 401 404 404 200 404 200 200 404 404 200 200',
    none: NOT_FOUND,
  },
  users_retrieve: {
    of: 'the consumer admin',
    found: '401 401 401 401 404 200 200 200 200 200 404 404 200 200',
    none: NOT_FOUND,
  },
  users_token_retrieve: {
    of: 'the consumer admin',
    found: '401 401 401 401 404 403 200 403 403 403 404 404 403 403',
    none: NOT_FOUND,
  },
  users_refresh_token: {
    of: 'the consumer admin',
    found: '401 401 401 401 404 403 200 403 403 403 404 404 403 403',
    none: NOT_FOUND,
  },
  payment_profiles_retrieve: {
    of: 'the profile in force of the consumer',
    found: '401 401 401 401 404 404 404 200 404 404 404 404 200 200',
    none: NOT_FOUND,
  },
  user_permissions_retrieve: {
    of: 'the role of the consumer admin',
    found: '401 401 401 401 404 404 200 404 404 404 404 404 200 200',
    none: NOT_FOUND,
  },
  events_retrieve: {
    of: 'an event of the provider and its organization',
    found: '401 401 401 401 404 404 404 404 200 200 404 404 200 200',
    none: NOT_FOUND,
  },
  marketplace_plans_retrieve: {
    of: 'a plan of the offering',
    found: '200 401 401 401 200 200 200 200 200 200 200 200 200 200',
    none: PUBLIC_NOT_FOUND,
  },
  organization_groups_retrieve: { found: EVERY_USER, none: NOT_FOUND },
  project_types_retrieve: { found: EVERY_USER, none: NOT_FOUND },
  roles_retrieve: { found: EVERYBODY, none: PUBLIC_NOT_FOUND },
  media_retrieve: { of: 'a public file', found: EVERYBODY, none: PUBLIC_NOT_FOUND },
  roles_list: { found: EVERYBODY },
  user_permissions_list: { found: EVERY_USER },
  events_list: { found: EVERY_USER },
  events_count_retrieve: { found: EVERY_USER },
  events_event_groups_retrieve: { found: EVERY_USER },
  events_scope_types_retrieve: { found: EVERY_USER },
  users_me_retrieve: { found: EVERY_USER },
  version_retrieve: { found: EVERY_USER },
  configuration_retrieve: { found: EVERYBODY },
  api_auth_password: { of: 'right credentials', found: EVERYBODY },
  // Of a token of its own, which is gone afterwards.
  api_auth_logout: { found: '401 401 401 401 204 204 204 204 204 204 204 204 204 204' },
} as const satisfies Partial<Record<OperationId, Row>>

/** The other operations have their rows in the areas. */
export type DetailOperationId = keyof typeof details

export const DETAILS: Record<DetailOperationId, Row> = details
