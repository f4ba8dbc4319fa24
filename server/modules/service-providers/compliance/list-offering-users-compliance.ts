import type { ServiceProviderOfferingUserCompliance } from '../../../../contract/schemas/compliance.ts'
import { canonicalUuid } from '../../../../contract/values.ts'
import type { OfProvider } from '../../../context.ts'
import { allOf, sql, when, type Sql } from '../../../db/sql.ts'
import type { Handler, Wire } from '../../../handler.ts'
import { nullableText, nullableNumber, nullableTimestamp, text, timestamp, uuid } from '../../../list/columns.ts'
import { listPage } from '../../../list/page.ts'
import type { Column, Columns } from '../../../list/selection.ts'
import { accountsOf } from '../../../rollup/totals.ts'
import { fullNameSql } from '../../../access/users.ts'

const joins = sql`
  join offering on offering.id = offering_user.offering_id
  join app_user on app_user.id = offering_user.user_id
  left join checklist on checklist.id = offering.compliance_checklist_id
  left join checklist_completion on checklist_completion.content_type = 'offering_user'
    and checklist_completion.object_id = offering_user.id and checklist_completion.checklist_id = checklist.id`

/** Answered questions in whole per cent, half rounded up, at most 100; a checklist without questions counts as done. */
const percentage = sql`case
  when checklist.id is null then null
  when checklist_completion.id is null then 0
  else (
    select case when asked.total = 0 then 100 else least(100, round(answered.total * 100.0 / asked.total)) end::int
    from (select count(*) as total from question where question.checklist_id = checklist.id) as asked,
      (select count(distinct answer.question_id) as total from answer
        where answer.completion_id = checklist_completion.id) as answered
  )
end`

type State = Wire<typeof ServiceProviderOfferingUserCompliance>['state']

/** The database holds nothing but the ten codes. */
const stateCode = (code: Sql): Column<State> => ({ sql: code, read: (value: State) => value })

const columns: Columns<Wire<typeof ServiceProviderOfferingUserCompliance>> = {
  uuid: uuid(sql`offering_user.uuid`),
  user_full_name: text(fullNameSql(sql`app_user`)),
  user_email: text(sql`app_user.email`),
  offering_name: text(sql`offering.name`),
  checklist_name: nullableText(sql`checklist.name`),
  username: nullableText(sql`offering_user.username`),
  state: stateCode(sql`offering_user.state`),
  completion_percentage: nullableNumber(percentage),
  compliance_status: text(sql`case
    when checklist.id is null then 'no_checklist'
    when checklist_completion.is_completed then 'completed'
    else 'pending'
  end`),
  last_updated: nullableTimestamp(sql`checklist_completion.modified`),
  created: timestamp(sql`offering_user.created`),
}

/** Completed any checklist that the provider's offerings use now. */
const completedAny = ({ provider }: OfProvider): Sql => sql`exists (
  select 1 from checklist_completion as done
  join offering as own on own.compliance_checklist_id = done.checklist_id
    and own.customer_id = ${provider.customer_id}
  where done.content_type = 'offering_user' and done.object_id = offering_user.id and done.is_completed
)`

/** Unknown values do not restrict. */
const statusCondition = (context: OfProvider, status: string): Sql => {
  switch (status) {
    case 'no_checklist':
      return sql`checklist.id is null`
    case 'completed':
      return completedAny(context)
    case 'pending':
      return sql`checklist.id is not null and not ${completedAny(context)}`
    default:
      return sql`true`
  }
}

const offeringCondition = (value: string): Sql => {
  const offeringUuid = canonicalUuid(value)
  return offeringUuid === undefined ? sql`false` : sql`offering.uuid = ${offeringUuid}`
}

export const listOfferingUsersCompliance: Handler<'service_provider_offering_users_compliance'> = (
  context,
  { query },
) => {
  const isRestricted = query.offering_uuid !== undefined || query.compliance_status !== undefined
  return listPage(
    context,
    {
      candidates: sql`
        from offering_user ${joins}
        where ${allOf([
          sql`offering.customer_id = ${context.provider.customer_id}`,
          when(query.offering_uuid, offeringCondition),
          when(query.compliance_status, (status) => statusCondition(context, status)),
        ])}
      `,
      id: sql`offering_user.id`,
      ...(isRestricted ? {} : { total: accountsOf(context.provider.customer_id) }),
      order: sql`offering.name, app_user.last_name, app_user.first_name, offering_user.id`,
      source: sql`join offering_user on offering_user.id = page.id ${joins}`,
      columns,
    },
    query,
  )
}
