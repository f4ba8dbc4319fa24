import { expect, test } from 'vitest'
import { definitionOf, operationIds } from '../../contract/index.ts'
import { accountsArea } from './areas/accounts.ts'
import { billingArea } from './areas/billing.ts'
import { catalogueArea } from './areas/catalogue.ts'
import { identityArea } from './areas/identity.ts'
import { ordersArea } from './areas/orders.ts'
import { organizationsArea } from './areas/organizations.ts'

// The areas against the operation table: none without a row.

/** Operations whose callers are tested elsewhere: detail pages, sign-in, what is open to everybody. */
const TESTED_ELSEWHERE = new Set([
  'customers_retrieve',
  'projects_retrieve',
  'keys_retrieve',
  'marketplace_plans_retrieve',
  'organization_groups_retrieve',
  'payment_profiles_retrieve',
  'project_types_retrieve',
  'roles_list',
  'roles_retrieve',
  'user_permissions_list',
  'user_permissions_retrieve',
  'events_list',
  'events_retrieve',
  'events_count_retrieve',
  'events_event_groups_retrieve',
  'events_scope_types_retrieve',
  'version_retrieve',
  'configuration_retrieve',
  'media_retrieve',
  'api_auth_password',
  'api_auth_logout',
  'users_me_retrieve',
  'users_retrieve',
  'users_token_retrieve',
  'users_refresh_token',
])

test('every operation has a row in the authorization matrix', () => {
  const rows = [identityArea, organizationsArea, catalogueArea, ordersArea, billingArea, accountsArea].flatMap((area) =>
    Object.keys(area),
  )
  const wanted = operationIds.filter(
    (id) => !definitionOf(id).path.startsWith('/api/marketplace-service-providers/') && !TESTED_ELSEWHERE.has(id),
  )
  expect(rows.toSorted()).toEqual(wanted.toSorted())
})
