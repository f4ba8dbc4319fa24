import { expect, test } from 'vitest'
import { definitionOf, operationIds } from '../../contract/index.ts'
import { accountsArea } from './areas/accounts.ts'
import { billingArea } from './areas/billing.ts'
import { catalogueArea } from './areas/catalogue.ts'
import { identityArea } from './areas/identity.ts'
import { ordersArea } from './areas/orders.ts'
import { organizationsArea } from './areas/organizations.ts'
import { teamsArea } from './areas/teams.ts'
import { DETAILS } from './details.ts'

// The areas against the operation table: none without a row. Detail pages, sign-in and what is open to everybody have
// theirs in details.ts.

test('every operation has a row in the authorization matrix', () => {
  const rows = [
    identityArea,
    organizationsArea,
    catalogueArea,
    ordersArea,
    billingArea,
    accountsArea,
    teamsArea,
  ].flatMap((area) => Object.keys(area))
  const wanted = operationIds.filter(
    (id) => !definitionOf(id).path.startsWith('/api/marketplace-service-providers/') && !(id in DETAILS),
  )
  expect(rows.toSorted()).toEqual(wanted.toSorted())
})
