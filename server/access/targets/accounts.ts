import type { Actor } from '../../context.ts'
import { anyOf, raw, sql, type Sql } from '../../db/sql.ts'
import { effective } from '../grants.ts'
import { managesAccounts } from '../manages-accounts.ts'
import { holdsAnyRole, onConsumer, onProvidingSide } from '../visibility.ts'
import { rowsOf, toEveryUser, visibleTo, type TargetSource } from './source.ts'

const provided = onProvidingSide(sql`offering.id`, sql`offering.customer_id`)

/** The user has a role in an organization or project in which the actor has one: there, or in a project below it. */
const worksWith = (actor: Actor, userId: Sql): Sql =>
  holdsAnyRole(
    actor,
    sql`exists (
      select 1 from user_role as theirs
      left join project as their_project
        on theirs.content_type = 'project' and their_project.id = theirs.object_id
      where theirs.user_id = ${userId} and ${effective(sql`theirs`)} and (
        (theirs.content_type in ('project', 'customer')
          and held.content_type = theirs.content_type and held.object_id = theirs.object_id)
        or (held.content_type = 'customer' and held.object_id = their_project.customer_id)
      )
    )`,
  )

/** Accounts of a project are seen by its members and by those of its organization. */
const ofProject = (table: 'project_service_account' | 'course_account') =>
  ({
    ...rowsOf(table, sql`join project on project.id = ${raw(table)}.project_id`),
    project: sql`project.id`,
    customer: sql`project.customer_id`,
    visible: visibleTo((actor) => holdsAnyRole(actor, onConsumer(sql`project.id`, sql`project.customer_id`))),
  }) as const satisfies Omit<TargetSource, 'model'>

const ofChecklists = (table: 'checklist' | 'question' | 'question_option' | 'question_dependency') =>
  ({
    ...rowsOf(table),
    visible: toEveryUser,
  }) as const satisfies Omit<TargetSource, 'model'>

/** Accounts of users, of robots and of courses, and the questions that users answer. */
export const accountTargets = {
  /** C-200: of offerings whose accounts are managed; one's own, those of one's offerings, those of colleagues. */
  offering_user: {
    model: 'OfferingUser',
    ...rowsOf('offering_user', sql`join offering on offering.id = offering_user.offering_id`),
    offering: sql`offering.id`,
    providerCustomer: sql`offering.customer_id`,
    visible: visibleTo(
      (actor) =>
        sql`${managesAccounts} and ${anyOf([
          sql`offering_user.user_id = ${actor.id}::bigint`,
          holdsAnyRole(actor, provided),
          sql`offering.shared and ${worksWith(actor, sql`offering_user.user_id`)}`,
        ])}`,
    ),
  },
  robot_account: {
    model: 'RobotAccount',
    ...rowsOf(
      'robot_account',
      sql`join resource on resource.id = robot_account.resource_id
      join offering on offering.id = resource.offering_id
      join project on project.id = resource.project_id`,
    ),
    project: sql`project.id`,
    customer: sql`project.customer_id`,
    offering: sql`offering.id`,
    providerCustomer: sql`offering.customer_id`,
    visible: visibleTo((actor) =>
      holdsAnyRole(actor, sql`${onConsumer(sql`project.id`, sql`project.customer_id`)} or ${provided}`),
    ),
  },
  project_service_account: {
    model: 'ProjectServiceAccount',
    ...ofProject('project_service_account'),
  },
  customer_service_account: {
    model: 'CustomerServiceAccount',
    ...rowsOf('customer_service_account', sql`join customer on customer.id = customer_service_account.customer_id`),
    customer: sql`customer.id`,
    visible: visibleTo((actor) =>
      holdsAnyRole(actor, sql`held.content_type = 'customer' and held.object_id = customer.id`),
    ),
  },
  course_account: {
    model: 'CourseAccount',
    ...ofProject('course_account'),
  },
  // Kept by staff, and read by support; nobody else gets further than to a 403.
  checklist: { model: 'Checklist', ...ofChecklists('checklist') },
  question: { model: 'Question', ...ofChecklists('question') },
  question_option: { model: 'QuestionOption', ...ofChecklists('question_option') },
  question_dependency: { model: 'QuestionDependency', ...ofChecklists('question_dependency') },
} as const satisfies Record<string, TargetSource>
