import { type Area, type AreaRow, NOT_FOUND } from '../area.ts'
import type { Made, Marketplace, TestApp } from '../../harness/index.ts'
import { sql } from '../../../server/db/sql.ts'

// Robot accounts of a resource, seen from both sides and managed by the provider; service and course accounts, which
// are the consumer's alone. Course accounts need a right that no role has from the start: only staff manages them.

const ROBOTS = '/api/marketplace-robot-accounts/'
const EVERYBODY = '401 401 401 401 200 200 200 200 200 200 200 200 200 200'

type Insert = (app: TestApp, market: Marketplace, state: number) => Promise<Made>

const about =
  (path: string, insert: Insert, state: number, name?: string, body?: unknown): AreaRow['make'] =>
  async (app, market, unknown) => {
    const uuid = unknown ?? (await insert(app, market, state)).hex
    return { path: `${path}${uuid}/${name === undefined ? '' : `${name}/`}`, body }
  }

const robot: Insert = ({ world }, { resource }, state) =>
  world.insert('robot_account', { resource_id: resource.id, type: 'sftp', state })

const aboutRobot = (state: number, name?: string, body?: unknown) => about(ROBOTS, robot, state, name, body)

//               anon bad exp inac plai memb admi cown own mana omgr othr supp staf
const SEES_ROBOT = {
  own: '401 401 401 401 404 200 200 200 200 200 200 404 200 200',
  other: '401 401 401 401 404 404 404 404 404 404 404 200 200 200',
  none: NOT_FOUND,
}
const managesRobot = (ok: number) => ({
  own: `401 401 401 401 404 403 403 403 ${ok} ${ok} 403 404 403 ${ok}`,
  other: `401 401 401 401 404 404 404 404 404 404 404 ${ok} 403 ${ok}`,
  none: NOT_FOUND,
})

const PROJECT_ACCOUNTS = '/api/marketplace-project-service-accounts/'
const CUSTOMER_ACCOUNTS = '/api/marketplace-customer-service-accounts/'
const COURSE_ACCOUNTS = '/api/marketplace-course-accounts/'

const projectAccount: Insert = ({ world }, { project }, state) =>
  world.insert('project_service_account', { project_id: project.id, username: 'robot', state })
const customerAccount: Insert = ({ world }, { consumer }, state) =>
  world.insert('customer_service_account', { customer_id: consumer.id, username: 'robot', state })
const courseAccount: Insert = async ({ world }, { project }, state) =>
  world.insert('course_account', { project_id: project.id, user_id: (await world.user()).id, state })

/** Members of the project and of its organization. */
const SEES_PROJECT = {
  own: '401 401 401 401 404 200 200 200 404 404 404 404 200 200',
  other: '401 401 401 401 404 404 404 404 404 404 404 404 200 200',
  none: NOT_FOUND,
}
const SEES_CUSTOMER = {
  own: '401 401 401 401 404 404 404 200 404 404 404 404 200 200',
  other: '401 401 401 401 404 404 404 404 404 404 404 404 200 200',
  none: NOT_FOUND,
}
/** Owners of the organization have the right. */
const managesProject = (ok: number) => ({
  own: `401 401 401 401 404 403 403 ${ok} 404 404 404 404 403 ${ok}`,
  other: `401 401 401 401 404 404 404 404 404 404 404 404 403 ${ok}`,
  none: NOT_FOUND,
})
const managesCustomer = (ok: number) => ({
  own: `401 401 401 401 404 404 404 ${ok} 404 404 404 404 403 ${ok}`,
  other: `401 401 401 401 404 404 404 404 404 404 404 404 403 ${ok}`,
  none: NOT_FOUND,
})
const MANAGES_COURSE = {
  own: '401 401 401 401 404 403 403 403 404 404 404 404 403 204',
  other: '401 401 401 401 404 404 404 404 404 404 404 404 403 204',
  none: NOT_FOUND,
}

/** As many service accounts as wanted, and a course that ends. */
const open = async ({ database }: TestApp, { consumer, project }: Marketplace): Promise<void> => {
  await database.transaction(async (transaction) => {
    await transaction.writeRolledUp(
      sql`update customer set max_service_accounts = null where id = ${consumer.id}`,
      () => undefined,
    )
    await transaction.writeRolledUp(
      sql`
        update project set max_service_accounts = null, kind = 'course', end_date = '2099-12-31'
        where id = ${project.id}
      `,
      () => undefined,
    )
  })
}

const creation =
  (path: string, body: (market: Marketplace) => Record<string, unknown>): AreaRow['make'] =>
  async (app, market) => {
    await open(app, market)
    return { path, body: body(market) }
  }

const list = (path: string, insert: Insert): AreaRow['make'] => {
  return async (app, market) => ({ path, query: { page_size: '300' }, row: (await insert(app, market, 1)).hex })
}

export const robotAndServiceAccountRows: Area = {
  marketplace_robot_accounts_list: {
    make: async (app, market) => ({
      path: ROBOTS,
      query: { resource_uuid: market.resource.hex },
      row: (await robot(app, market, 1)).hex,
    }),
    own: EVERYBODY,
    other: EVERYBODY,
    sees: { own: '0 0 0 0 0 1 1 1 1 1 1 0 1 1', other: '0 0 0 0 0 0 0 0 0 0 0 1 1 1' },
  },
  marketplace_robot_accounts_create: {
    make: async (_app, { resource }) => ({
      path: ROBOTS,
      body: { resource: `/api/marketplace-resources/${resource.hex}/`, type: 'sftp' },
    }),
    // A resource that the caller does not see is an unknown link.
    own: '401 401 401 401 400 403 403 403 201 201 403 400 403 201',
    other: '401 401 401 401 400 400 400 400 400 400 400 201 403 201',
  },
  marketplace_robot_accounts_retrieve: { make: aboutRobot(1), ...SEES_ROBOT },
  marketplace_robot_accounts_update: { make: aboutRobot(1, undefined, { type: 'web' }), ...managesRobot(200) },
  marketplace_robot_accounts_partial_update: { make: aboutRobot(1, undefined, {}), ...managesRobot(200) },
  marketplace_robot_accounts_destroy: { make: aboutRobot(1), ...managesRobot(204) },
  marketplace_robot_accounts_set_state_creating: { make: aboutRobot(1, 'set_state_creating'), ...managesRobot(200) },
  marketplace_robot_accounts_set_state_ok: { make: aboutRobot(2, 'set_state_ok'), ...managesRobot(200) },
  marketplace_robot_accounts_set_state_request_deletion: {
    make: aboutRobot(3, 'set_state_request_deletion'),
    ...managesRobot(200),
  },
  marketplace_robot_accounts_set_state_deleted: { make: aboutRobot(4, 'set_state_deleted'), ...managesRobot(200) },
  marketplace_robot_accounts_set_state_erred: { make: aboutRobot(1, 'set_state_erred', {}), ...managesRobot(200) },

  marketplace_project_service_accounts_list: {
    make: list(PROJECT_ACCOUNTS, projectAccount),
    own: EVERYBODY,
    other: EVERYBODY,
    sees: { own: '0 0 0 0 0 1 1 1 0 0 0 0 1 1', other: '0 0 0 0 0 0 0 0 0 0 0 0 1 1' },
  },
  marketplace_project_service_accounts_create: {
    make: creation(PROJECT_ACCOUNTS, ({ project }) => ({ project: project.hex })),
    own: '401 401 401 401 400 403 403 201 400 400 400 400 403 201',
    other: '401 401 401 401 400 400 400 400 400 400 400 400 403 201',
  },
  marketplace_project_service_accounts_retrieve: { make: about(PROJECT_ACCOUNTS, projectAccount, 1), ...SEES_PROJECT },
  marketplace_project_service_accounts_update: {
    make: about(PROJECT_ACCOUNTS, projectAccount, 1, undefined, {}),
    ...managesProject(200),
  },
  marketplace_project_service_accounts_partial_update: {
    make: about(PROJECT_ACCOUNTS, projectAccount, 1, undefined, {}),
    ...managesProject(200),
  },
  marketplace_project_service_accounts_destroy: {
    make: about(PROJECT_ACCOUNTS, projectAccount, 1),
    ...managesProject(204),
  },
  marketplace_project_service_accounts_rotate_api_key: {
    make: about(PROJECT_ACCOUNTS, projectAccount, 1, 'rotate_api_key'),
    ...managesProject(200),
  },

  marketplace_customer_service_accounts_list: {
    make: list(CUSTOMER_ACCOUNTS, customerAccount),
    own: EVERYBODY,
    other: EVERYBODY,
    sees: { own: '0 0 0 0 0 0 0 1 0 0 0 0 1 1', other: '0 0 0 0 0 0 0 0 0 0 0 0 1 1' },
  },
  marketplace_customer_service_accounts_create: {
    make: creation(CUSTOMER_ACCOUNTS, ({ consumer }) => ({ customer: consumer.hex })),
    // Members of projects see the organization.
    own: '401 401 401 401 400 403 403 201 400 400 400 400 403 201',
    other: '401 401 401 401 400 400 400 400 400 400 400 400 403 201',
  },
  marketplace_customer_service_accounts_retrieve: {
    make: about(CUSTOMER_ACCOUNTS, customerAccount, 1),
    ...SEES_CUSTOMER,
  },
  marketplace_customer_service_accounts_update: {
    make: about(CUSTOMER_ACCOUNTS, customerAccount, 1, undefined, {}),
    ...managesCustomer(200),
  },
  marketplace_customer_service_accounts_partial_update: {
    make: about(CUSTOMER_ACCOUNTS, customerAccount, 1, undefined, {}),
    ...managesCustomer(200),
  },
  marketplace_customer_service_accounts_destroy: {
    make: about(CUSTOMER_ACCOUNTS, customerAccount, 1),
    ...managesCustomer(204),
  },
  marketplace_customer_service_accounts_rotate_api_key: {
    make: about(CUSTOMER_ACCOUNTS, customerAccount, 1, 'rotate_api_key'),
    ...managesCustomer(200),
  },

  marketplace_course_accounts_list: {
    make: list(COURSE_ACCOUNTS, courseAccount),
    own: EVERYBODY,
    other: EVERYBODY,
    sees: { own: '0 0 0 0 0 1 1 1 0 0 0 0 1 1', other: '0 0 0 0 0 0 0 0 0 0 0 0 1 1' },
  },
  marketplace_course_accounts_create: {
    make: creation(COURSE_ACCOUNTS, ({ project }) => ({ project: project.hex })),
    own: '401 401 401 401 400 403 403 403 400 400 400 400 403 201',
    other: '401 401 401 401 400 400 400 400 400 400 400 400 403 201',
  },
  marketplace_course_accounts_create_bulk: {
    make: creation(`${COURSE_ACCOUNTS}create_bulk/`, ({ project }) => ({
      project: project.hex,
      course_accounts: [{}],
    })),
    own: '401 401 401 401 400 403 403 403 400 400 400 400 403 200',
    other: '401 401 401 401 400 400 400 400 400 400 400 400 403 200',
  },
  marketplace_course_accounts_retrieve: { make: about(COURSE_ACCOUNTS, courseAccount, 1), ...SEES_PROJECT },
  marketplace_course_accounts_destroy: { make: about(COURSE_ACCOUNTS, courseAccount, 1), ...MANAGES_COURSE },
}
