import { randomUUID } from 'node:crypto'
import type { QueryOf } from '../../../contract/index.ts'
import type { CourseAccount } from '../../../contract/schemas/accounts.ts'
import { requireAvailable } from '../../access/available.ts'
import { requirePermission } from '../../access/target.ts'
import { accountTargets } from '../../access/targets/accounts.ts'
import type { Authenticated, Context, WriteContext } from '../../context.ts'
import { allOf, contains, sql, when, type Sql } from '../../db/sql.ts'
import { NotFound, ValidationError } from '../../errors.ts'
import { Reply, resolving, type Handler, type Wire } from '../../handler.ts'
import { orderBy, type OrderExpressions } from '../../list/order.ts'
import { listPage } from '../../list/page.ts'
import { readObject } from '../../list/selection.ts'
import { newSlug } from '../../slugs.ts'
import { audit } from '../events/index.ts'
import { accountStateCodes } from './account-columns.ts'
import { courseAccountColumns, courseAccountJoins } from './course-account-view.ts'
import { findProject, type FoundProject } from './scopes.ts'
import { closeAccount, COURSE_REGISTRATION, deactivateCourseUser } from './write-account.ts'

type Query = QueryOf<'marketplace_course_accounts_list'>

/** What every list of course accounts can be filtered by. */
export const courseAccountConditions = (query: Query): (Sql | undefined)[] => [
  when(query.username, (value) => sql`app_user.username = ${value}`),
  when(query.email, (value) => contains(sql`course_account.email`, value)),
  when(query.state, (labels) => sql`course_account.state = any(${accountStateCodes(labels)}::int[])`),
  when(query.project_uuid, (value) => sql`project.uuid = ${value}`),
  when(query.project_start_date_after, (day) => sql`project.start_date >= ${day}::date`),
  when(query.project_start_date_before, (day) => sql`project.start_date <= ${day}::date`),
  when(query.project_end_date_after, (day) => sql`project.end_date >= ${day}::date`),
  when(query.project_end_date_before, (day) => sql`project.end_date <= ${day}::date`),
]

type OrderKey = NonNullable<Query['o']>[number]['key']

export const courseAccountOrder: OrderExpressions<OrderKey> = {
  created: [sql`course_account.created`],
  modified: [sql`course_account.modified`],
  state: [sql`course_account.state`],
  email: [sql`course_account.email`],
  username: [sql`app_user.username`],
  project_name: [sql`project.name`],
  project_start_date: [sql`project.start_date`],
  project_end_date: [sql`project.end_date`],
}

/** Accounts without a user are left out. */
export const listCourseAccounts: Handler<'marketplace_course_accounts_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`
        from course_account ${courseAccountJoins}
        where ${allOf([accountTargets.course_account.visible(context.actor), ...courseAccountConditions(query)])}
      `,
      id: sql`course_account.id`,
      order: orderBy(query.o, courseAccountOrder, courseAccountOrder.created, sql`course_account.id`),
      source: sql`join course_account on course_account.id = page.id ${courseAccountJoins}`,
      columns: courseAccountColumns(context),
    },
    query,
  )

const read = async (context: Context, id: string): Promise<Wire<typeof CourseAccount>> => {
  const account = await readObject(
    context,
    sql`from course_account ${courseAccountJoins} where course_account.id = ${id}`,
    courseAccountColumns(context),
  )
  if (!account) throw new NotFound('CourseAccount')
  return account
}

export const retrieveCourseAccount: Handler<'marketplace_course_accounts_retrieve'> = (context) =>
  read(context, context.target.id)

/** The right, then whether the project is a course that ends. */
const requireCourse = async (context: WriteContext & Authenticated, project: FoundProject): Promise<void> => {
  await requirePermission(context, 'PROJECT.COURSE_ACCOUNT_MANAGE', [
    { content_type: 'project', object_id: project.id },
    { content_type: 'customer', object_id: project.customer_id },
  ])
  await requireAvailable(context.db, project.customer_id)
  if (project.kind !== 'course') throw new ValidationError({ project: ['Project of the kind course is expected.'] })
  if (project.end_date === null) throw new ValidationError({ project: ['Project with an end date is expected.'] })
}

interface Fields {
  email?: string
  description?: string
}

/** Makes a user for the account, with whom nobody can sign in by password (C-214), and the account. */
const insert = async (context: WriteContext, project: FoundProject, fields: Fields): Promise<string> => {
  const { db } = context
  const uuid = randomUUID()
  const username = `course-${uuid.slice(-12)}`
  const { id } = await db.one<{ id: string }>(sql`
    with made as (
      insert into app_user (username, slug, email, registration_method)
      values (${username}, ${await newSlug(db, 'app_user', username)}, ${fields.email ?? ''}, ${COURSE_REGISTRATION})
      returning id
    )
    insert into course_account (uuid, project_id, user_id, email, description)
    select ${uuid}, ${project.id}, made.id, ${fields.email ?? ''}, ${fields.description ?? ''} from made
    returning id
  `)
  await audit(context, {
    action: 'course_account.create',
    content_type: 'course_account',
    object_id: id,
    object_uuid: uuid,
  })
  return id
}

const lookUps = { project: findProject }

export const createCourseAccount = resolving(
  'marketplace_course_accounts_create',
  { body: lookUps },
  async (context, { body: { project, ...fields } }) => {
    await requireCourse(context, project)
    const created = await read(context, await insert(context, project, fields))
    return new Reply(201, created, { location: created.url })
  },
)

/** All of them or none. */
export const createCourseAccounts = resolving(
  'marketplace_course_accounts_create_bulk',
  { body: lookUps },
  async (context, { body: { project, course_accounts: wanted } }) => {
    await requireCourse(context, project)
    const created: Wire<typeof CourseAccount>[] = []
    for (const fields of wanted) created.push(await read(context, await insert(context, project, fields)))
    return created
  },
)

export const closeCourseAccount: Handler<'marketplace_course_accounts_destroy'> = async (context) => {
  await closeAccount(context, 'course_account')
  await deactivateCourseUser(context.db, context.target.id)
}
