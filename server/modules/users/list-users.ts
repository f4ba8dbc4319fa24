import type { QueryOf } from '../../../contract/index.ts'
import type { User } from '../../../contract/schemas/identity.ts'
import { isNear, isVisibleUser } from '../../access/users.ts'
import { isPrivileged } from '../../access/visibility.ts'
import type { Actor, Authenticated, Context } from '../../context.ts'
import { allOf, sql, type Sql } from '../../db/sql.ts'
import type { Handler, Wire } from '../../handler.ts'
import { flag } from '../../list/columns.ts'
import { orderBy } from '../../list/order.ts'
import { listPage } from '../../list/page.ts'
import type { Columns } from '../../list/selection.ts'
import { userConditions, userOrder, visibleOrder } from './filters.ts'
import { SERVED_FIELDS } from './retrieve-user.ts'
import { userColumns } from './view.ts'

type Query = Pick<
  QueryOf<'users_list'>,
  Extract<keyof QueryOf<'users_list'>, keyof Parameters<typeof userConditions>[1]>
>

/** What those who share an organization or a project see of each other; providers see less, in SERVED_FIELDS. */
const SEEN_NEARBY = [
  'username',
  'full_name',
  'email',
  'organization',
  'job_title',
  'phone_number',
  'registration_method',
]
const SEEN_BY_PROVIDERS = ['username', 'full_name', 'email']
const NEARBY_ONLY = ['organization', 'job_title', 'phone_number', 'registration_method'] as const

const SEEN: ReadonlySet<string> = new Set(SEEN_NEARBY)

/**
 * `from app_user where …`: the users whom the caller sees and asks for. A filter on what the caller sees of those near
 * him finds nobody else, and one on what he never sees is ignored, so that nothing can be guessed (C-030).
 */
export const userCandidates = (context: Context & Authenticated, query: Query): Sql => {
  const { actor } = context
  const asksNearby = NEARBY_ONLY.some((name) => query[name] !== undefined)
  return sql`
    from app_user
    where ${allOf([asksNearby ? isNear(actor) : isVisibleUser(actor), ...userConditions(context, query, SEEN)])}`
}

/** Users of a provider take no place of their own in an order by what the provider does not see of them. */
const order = (context: Context & Authenticated, wanted: Query['o']): Sql => {
  const { actor } = context
  const guarded = isPrivileged(actor)
    ? userOrder
    : Object.fromEntries(
        Object.entries(userOrder).map(([key, expressions]) => [
          key,
          SEEN_BY_PROVIDERS.includes(key) || key === 'native_name'
            ? expressions
            : expressions.map((expression) => sql`case when ${isNear(actor)} then ${expression} end`),
        ]),
      )
  return orderBy(
    visibleOrder(context, wanted, SEEN),
    guarded as typeof userOrder,
    [sql`app_user.username`],
    sql`app_user.id`,
  )
}

type Row = Wire<typeof User> & { is_near?: boolean }

/** The caller is listed as others are: what only he sees of himself is on the page of his own. */
const columns = (context: Context & { actor: Actor }): Columns<Row> => ({
  ...userColumns(context, false),
  is_near: flag(sql`seen.is_near`),
})

export const listUsers: Handler<'users_list'> = (context, { query }) => {
  const { actor } = context
  const all = columns(context)
  const wanted = query.field?.filter((name) => all[name as keyof Row] !== undefined)
  return listPage<Row, Wire<typeof User>>(
    context,
    {
      candidates: userCandidates(context, query),
      id: sql`app_user.id`,
      order: order(context, query.o),
      // Once per row, not once per column: `offset` keeps the planner from pulling it up.
      source: sql`
        join app_user on app_user.id = page.id
        cross join lateral (select ${isNear(actor)} as is_near offset 0) as seen`,
      columns: all,
      present: shown,
    },
    { ...query, field: wanted?.length ? [...wanted, 'is_near'] : undefined },
  )
}

/** What the caller sees of the user: all columns, or what a provider sees. */
const shown = ({ is_near, ...user }: Row): Wire<typeof User> =>
  is_near === true
    ? user
    : Object.fromEntries(Object.entries(user).filter(([name]) => SERVED_FIELDS.some((field) => field === name)))
