import type { BodyOf } from '../../../contract/index.ts'
import type { OfTarget, Handler } from '../../handler.ts'
import type { WriteContext } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { linkedUuid, unknownLink } from '../../links.ts'

type Share = BodyOf<'marketplace_component_usages_set_user_usage'>

/** Stores the share of one account in a usage; a later report replaces an earlier one. */
const storeShare = async ({ db, target }: WriteContext & OfTarget, share: Share): Promise<void> => {
  let accountId: string | null = null
  if (share.user) {
    const uuid = linkedUuid(share.user, 'marketplace-offering-users', 'user')
    const account = await db.maybeOne<{ id: string }>(sql`
      select id from offering_user where uuid = ${uuid} and offering_id = ${target.offering_id}
    `)
    if (!account) throw unknownLink('user')
    accountId = account.id
  }
  await db.run(sql`
    insert into component_user_usage (component_usage_id, username, offering_user_id, usage)
    values (${target.id}, ${share.username}, ${accountId}, ${share.usage ?? '0'})
    on conflict (component_usage_id, username) do update set
      usage = excluded.usage,
      offering_user_id = coalesce(excluded.offering_user_id, component_user_usage.offering_user_id),
      modified = now()
  `)
}

export const setUserUsage: Handler<'marketplace_component_usages_set_user_usage'> = async (context, { body }) => {
  await storeShare(context, body)
}

/** All or none. In order of the names, so that two reports cannot wait for each other. */
export const setUserUsages: Handler<'marketplace_component_usages_set_user_usages'> = async (context, { body }) => {
  for (const share of body.usages.toSorted((a, b) => (a.username < b.username ? -1 : 1))) {
    await storeShare(context, share)
  }
}
