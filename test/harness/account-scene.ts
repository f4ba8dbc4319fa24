import { sql } from '../../server/db/sql.ts'
import type { Made, MadeUser, Marketplace, TestApp } from './index.ts'

/** Lets the provider manage the accounts of the offering. */
export const manageAccounts = async ({ database }: TestApp, { id }: { id: string }): Promise<void> => {
  await database.transaction((transaction) =>
    transaction.writeRolledUp(
      sql`
        update offering set plugin_options = plugin_options || '{"service_provider_can_create_offering_user": true}'
        where id = ${id}
      `,
      () => undefined,
    ),
  )
}

/** A marketplace whose offering manages accounts. */
export const managedMarketplace = async (app: TestApp): Promise<Marketplace> => {
  const market = await app.world.marketplace()
  await manageAccounts(app, market.offering)
  return market
}

export interface AccountScene {
  market: Marketplace
  user: MadeUser
  account: Made
  path: string
}

/** An account of a member of the consuming project. */
export const accountScene = async (app: TestApp, values: Record<string, unknown> = {}): Promise<AccountScene> => {
  const market = await managedMarketplace(app)
  const user = await app.world.member(market.project)
  const account = await app.world.insert('offering_user', {
    offering_id: market.offering.id,
    user_id: user.id,
    ...values,
  })
  return { market, user, account, path: `/api/marketplace-offering-users/${account.hex}/` }
}
