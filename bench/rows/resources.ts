import { QUESTIONS } from './catalogue.ts'
import type { Plan, Resource } from './plan.ts'
import { numbered, type Cell, type Table } from './table.ts'

const TERMINATED = 6
const CREATE = 1
const TERMINATE = 3
const PENDING_PROVIDER = 7
const DONE = 3

const mapped = function* <T>(
  items: Iterable<T>,
  row: (item: T) => Iterable<readonly Cell[]>,
): Generator<readonly Cell[]> {
  for (const item of items) yield* row(item)
}

/** Resources with the orders that made them, accounts in half of them, and a few of everything else. */
export const resources = (plan: Plan): Table[] => {
  const { shape, stream } = plan
  const [resource, made, order] = [stream('resource'), stream('resource-made'), stream('order')]
  const [user, robot, course, service] = [stream('ordered-by'), stream('robot'), stream('course'), stream('service')]
  const orderRow = (position: number, { id, offering, project }: Resource, type: number, state: number) => [
    order.uuid(position),
    plan.moment(made, id),
    id,
    offering,
    project,
    offering,
    type,
    state,
    1 + user.below(shape.users, id),
  ]
  return [
    {
      name: 'resource',
      columns: ['id', 'uuid', 'created', 'offering_id', 'project_id', 'plan_id', 'name', 'slug', 'state', 'limits'],
      rows: mapped(plan.resources(), ({ id, offering, project, state }) => [
        [
          id,
          resource.uuid(id),
          plan.moment(made, id),
          offering,
          project,
          offering,
          `Sample resource ${resource.hex(id)}`,
          `resource-${resource.hex(id)}`,
          state,
          '{"cpu": 100, "ram": 400}',
        ],
      ]),
    },
    {
      name: 'marketplace_order',
      columns: [
        'uuid',
        'created',
        'resource_id',
        'offering_id',
        'project_id',
        'plan_id',
        'type',
        'state',
        'created_by_id',
      ],
      rows: mapped(plan.resources(), (row) => {
        const rows = [orderRow(row.id * 2, row, CREATE, row.id % 200 === 0 ? PENDING_PROVIDER : DONE)]
        if (row.state === TERMINATED) rows.push(orderRow(row.id * 2 + 1, row, TERMINATE, DONE))
        return rows
      }),
    },
    {
      name: 'robot_account',
      columns: ['uuid', 'resource_id', 'type', 'username', 'state'],
      rows: mapped(plan.resources(), ({ id }) =>
        id % 50 === 0 ? [[robot.uuid(id), id, 'cicd', `robot-${robot.hex(id)}`, 3]] : [],
      ),
    },
    numbered(
      'course_account',
      ['uuid', 'created', 'project_id', 'user_id', 'email', 'state'],
      Math.floor(shape.projects / 5),
      (id) => [
        course.uuid(id),
        plan.moment(course, id),
        1 + course.below(shape.projects, id),
        1 + user.below(shape.users, id),
        `course-${course.hex(id)}@example.org`,
        id % 10 === 0 ? 2 : 1,
      ],
    ),
    numbered(
      'project_service_account',
      ['uuid', 'created', 'project_id', 'username', 'email', 'state'],
      Math.floor(shape.projects / 10),
      (id) => [
        service.uuid(id),
        plan.moment(service, id),
        1 + service.below(shape.projects, id),
        `service-${service.hex(id)}`,
        `service-${service.hex(id)}@example.org`,
        id % 10 === 0 ? 2 : 1,
      ],
    ),
    ...accounts(plan),
  ]
}

interface Account {
  id: number
  offering: number
  user: number
}

/** One for every second resource; the users of an offering follow each other at a distance, so that none repeats. */
const accountsOf = function* (plan: Plan): Generator<Account> {
  const { users } = plan.shape
  const first = plan.stream('first-account')
  const made = new Map<number, number>()
  let id = 0
  for (const resource of plan.resources()) {
    if (resource.id % 2 === 1) continue
    const position = made.get(resource.offering) ?? 0
    if (position >= users) continue
    made.set(resource.offering, position + 1)
    id++
    yield { id, offering: resource.offering, user: 1 + ((first.below(users, resource.offering) + position) % users) }
  }
}

/** Accounts of users in offerings; half of those that are asked have completed the checklist. */
const accounts = (plan: Plan): Table[] => {
  const { stream } = plan
  const [account, completion, answer] = [stream('account'), stream('completion'), stream('answer')]
  const asked = function* () {
    for (const row of accountsOf(plan)) if (row.offering % 2 === 0) yield row
  }
  const checklistOf = ({ offering }: Account): number => 1 + (offering % 5)
  return [
    {
      name: 'offering_user',
      columns: ['id', 'uuid', 'created', 'offering_id', 'user_id', 'username', 'state'],
      rows: mapped(accountsOf(plan), ({ id, offering, user }) => [
        [id, account.uuid(id), plan.moment(account, id), offering, user, `account-${account.hex(id)}`, 5],
      ]),
    },
    {
      name: 'checklist_completion',
      columns: ['id', 'uuid', 'checklist_id', 'content_type', 'object_id', 'is_completed'],
      rows: mapped(asked(), (row) => [
        [row.id, completion.uuid(row.id), checklistOf(row), 'offering_user', row.id, row.id % 2 === 0],
      ]),
    },
    {
      name: 'answer',
      columns: ['uuid', 'completion_id', 'question_id', 'user_id', 'answer_data'],
      rows: mapped(asked(), (row) =>
        Array.from({ length: row.id % 2 === 0 ? QUESTIONS : 1 }, (_, index) => [
          answer.uuid(row.id * QUESTIONS + index),
          row.id,
          (checklistOf(row) - 1) * QUESTIONS + 1 + index,
          row.user,
          'true',
        ]),
      ),
    },
  ]
}
