import { addDays, isoInstant } from './calendar.ts'
import type { Context } from './context.ts'
import { publicKey } from './keys.ts'
import type { Organisations } from './organisations.ts'
import type { People } from './people.ts'
import type { Row } from './preset.ts'
import type { Project } from './projects.ts'
import { cycle } from './random.ts'
import type { Resource } from './resources.ts'
import type { Teams } from './teams.ts'

const ROBOT_ACCOUNTS = 36
const PROJECT_SERVICE_ACCOUNTS = 36
const CUSTOMER_SERVICE_ACCOUNTS = 18
const ROBOT_TYPES = ['cicd', 'sync', 'bot', 'data', 'probe']
const REQUESTED = 1
const CREATING = 2
const ROBOT_ERROR = 6
const ERRED = 3

const failure = (isFailed: boolean): Row => ({
  error_message: isFailed ? 'Sample failure: the account service did not answer' : '',
  error_traceback: isFailed ? 'Sample traceback' : '',
})

const created = (context: Context, index: number): string =>
  isoInstant(addDays(context.today, -(3 + ((index * 19) % 250))))

/** Two robots on each of some living resources, the providers in turn and every state for each of them. */
export const robotAccountRows = (context: Context, resources: readonly Resource[], teams: Teams): Row[] => {
  const living = resources.filter((resource) => resource.activatedAt !== null && resource.state !== 'terminated')
  const providers = new Set(living.map((resource) => resource.offering.provider))
  const byProvider = [...providers].map((provider) => living.filter(({ offering }) => offering.provider === provider))
  return Array.from({ length: ROBOT_ACCOUNTS }, (_, index) => {
    const pair = Math.floor(index / 2)
    const round = Math.floor(pair / byProvider.length)
    const resource = cycle(cycle(byProvider, pair), round * 5)
    const type = cycle(ROBOT_TYPES, index)
    const state = 1 + ((index + round) % ROBOT_ERROR)
    const team = teams.members.get(resource.project.uuid) ?? []
    return {
      uuid: context.uuid('robot_account', index),
      resource_uuid: resource.uuid,
      type,
      username: state === REQUESTED || state === CREATING ? '' : `robot-${type}-${index + 1}`,
      description: `Sample robot ${index + 1}`,
      keys: index % 3 === 0 ? [publicKey(context, 'robot', index, `robot-${index + 1}@sample`)] : [],
      state,
      backend_id: index % 8 === 7 ? `robot-sample-${index + 1}` : '',
      responsible_user_uuid: team[0]?.uuid ?? null,
      user_uuids: team.slice(0, 2).map((user) => user.uuid),
      created: created(context, index),
      ...failure(state === ROBOT_ERROR),
    }
  })
}

/** Service accounts of projects and organizations; the second one of the projects has no name. */
export const serviceAccountRows = (
  context: Context,
  projects: readonly Project[],
  organisations: Organisations,
): { project: Row[]; customer: Row[] } => {
  const account = (kind: string, index: number, owner: Row, username: string): Row => {
    const state = cycle([1, 1, 2, 1, ERRED], index)
    return {
      uuid: context.uuid(`${kind}_service_account`, index),
      ...owner,
      username,
      email: `${kind}-service-${index + 1}@example.org`,
      preferred_identifier: index % 3 === 0 ? `pref-${index + 1}` : '',
      description: index % 4 === 3 ? '' : `Sample service account ${index + 1}`,
      state,
      created: created(context, index),
      ...failure(state === ERRED),
    }
  }
  const live = projects.filter((project) => !project.isRemoved)
  return {
    project: Array.from({ length: PROJECT_SERVICE_ACCOUNTS }, (_, index) =>
      account('project', index, { project_uuid: cycle(live, index * 2).uuid }, index === 1 ? '' : `svc-p${index + 1}`),
    ),
    customer: Array.from({ length: CUSTOMER_SERVICE_ACCOUNTS }, (_, index) =>
      account('customer', index, { customer_uuid: cycle(organisations.customers, index).uuid }, `svc-c${index + 1}`),
    ),
  }
}

/** One account per course user, spread over the courses, and a failed one that got no user. */
export const courseAccountRows = (context: Context, projects: readonly Project[], people: People): Row[] => {
  const courses = projects.filter((project) => project.kind === 'course' && !project.isRemoved)
  return [...people.courseUsers, null].map((user, index) => {
    const state = user ? cycle([1, 1, 2, 1, ERRED, 1], index) : ERRED
    return {
      uuid: context.uuid('course_account', index),
      project_uuid: cycle(courses, index).uuid,
      user_uuid: user?.uuid ?? null,
      email: `course-student-${index + 1}@example.org`,
      description: `Seat ${index + 1}`,
      state,
      created: created(context, index),
      ...failure(state === ERRED),
    }
  })
}
