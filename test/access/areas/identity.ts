import type { Made, Marketplace, TestApp } from '../../harness/index.ts'
import { NOT_FOUND, type Area, type AreaRow } from '../area.ts'

// Users: an administrator of the project that consumes, in his own marketplace or another. Issues: of that project.

const USERS = '/api/users/'
const ISSUES = '/api/support-issues/'
const STATUSES = '/api/support-issue-statuses/'
const TOKENS = '/api/auth-tokens/'

const userOf = ({ world }: TestApp, market: Marketplace) =>
  world.member(market.project, { agreement_date: '2024-01-01T00:00:00Z' })
const issueOf = ({ world }: TestApp, market: Marketplace) =>
  world.insert('issue', {
    summary: 'Sample',
    key: `MATRIX-${market.project.id}`,
    project_id: market.project.id,
    customer_id: market.consumer.id,
  })
let statuses = 0
const status = ({ world }: TestApp) => world.insert('issue_status', { name: `Sample ${String(++statuses)}` })

/** A request about an object, in whose place the unknown one stands. */
const about =
  (
    object: (app: TestApp, market: Marketplace) => Promise<Made>,
    path: (hex: string) => string,
    body?: unknown,
  ): AreaRow['make'] =>
  async (app, market, unknown) => ({ path: path(unknown ?? (await object(app, market)).hex), body })

//                 anon bad exp inac plai memb admi cown own mana omgr othr supp staf
const EVERY_USER = '401 401 401 401 200 200 200 200 200 200 200 200 200 200'
const STAFF = '401 401 401 401 403 403 403 403 403 403 403 403 403 200'
/** Members and owner of the consumer see the user, and so do those who may list the users of the provider. */
const USER_STAFF = '401 401 401 401 404 403 403 403 403 403 404 404 403 200'
const OTHER_USER_STAFF = '401 401 401 401 404 404 404 404 404 404 404 403 403 200'
/** Members and owner of the consumer see the issue; staff and support look after it. */
const ISSUE_SEEN = '401 401 401 401 404 200 200 200 404 404 404 404 200 200'
const ISSUE_HELPERS = '401 401 401 401 404 403 403 403 404 404 404 404 200 200'
const ISSUE_STAFF = '401 401 401 401 404 403 403 403 404 404 404 404 403 200'
const OTHER_ISSUE_HELPERS = '401 401 401 401 404 404 404 404 404 404 404 404 200 200'
const OTHER_ISSUE_STAFF = '401 401 401 401 404 404 404 404 404 404 404 404 403 200'

const of = (line: string, code: string) => line.replaceAll('200', code)

const onUser = (suffix: string, code: string, body?: unknown): AreaRow => ({
  make: about(userOf, (hex) => `${USERS}${hex}/${suffix}`, body),
  own: of(USER_STAFF, code),
  other: of(OTHER_USER_STAFF, code),
  none: NOT_FOUND,
})

const onIssue = (suffix: string, own: string, other: string, body?: unknown): AreaRow => ({
  make: about(issueOf, (hex) => `${ISSUES}${hex}/${suffix}`, body),
  own,
  other,
  none: NOT_FOUND,
})

const onStatus = (code: string, body?: () => unknown): AreaRow => ({
  make: async (app, _, unknown) => ({ path: `${STATUSES}${unknown ?? (await status(app)).hex}/`, body: body?.() }),
  own: of(STAFF, code),
  other: of(STAFF, code),
  none: NOT_FOUND,
})

const statistic = (name: string): AreaRow => ({
  make: async () => ({ path: `${USERS}${name}/` }),
  own: EVERY_USER,
  other: EVERY_USER,
})

const name = () => ({ name: `Sample ${String(++statuses)}` })

export const identityArea: Area = {
  users_list: {
    make: async (app, market) => {
      const user = await userOf(app, market)
      return { path: USERS, query: { username: user.username }, row: user.hex }
    },
    own: EVERY_USER,
    other: EVERY_USER,
    sees: { own: '0 0 0 0 0 1 1 1 1 1 0 0 1 1', other: '0 0 0 0 0 0 0 0 0 0 0 1 1 1' },
  },
  users_create: {
    make: async () => ({
      path: USERS,
      body: { username: `matrix-${String(++statuses)}`, email: 'matrix@example.org' },
    }),
    own: of(STAFF, '201'),
    other: of(STAFF, '201'),
  },
  users_update: onUser('', '200', { first_name: 'Sample' }),
  users_partial_update: onUser('', '200', { first_name: 'Sample' }),
  users_destroy: onUser('', '204'),
  users_change_password: onUser('change_password/', '200', { new_password: 'sample' }),
  users_change_email: onUser('change_email/', '200', { email: 'sample@example.org' }),
  users_cancel_change_email: onUser('cancel_change_email/', '200'),
  users_user_active_status_count_list: statistic('user_active_status_count'),
  users_user_language_count_list: statistic('user_language_count'),
  users_user_registration_trend_list: statistic('user_registration_trend'),
  auth_tokens_list: { make: async () => ({ path: TOKENS }), own: STAFF, other: STAFF },
  auth_tokens_retrieve: {
    make: async (app, market, unknown) => {
      const user = await userOf(app, market)
      await app.tokenOf(user)
      return { path: `${TOKENS}${unknown === undefined ? user.id : '0'}/` }
    },
    own: STAFF,
    other: STAFF,
    none: of(STAFF, '404'),
  },
  auth_tokens_destroy: {
    make: async (app, market, unknown) => {
      const user = await userOf(app, market)
      await app.tokenOf(user)
      return { path: `${TOKENS}${unknown === undefined ? user.id : '0'}/` }
    },
    own: of(STAFF, '204'),
    other: of(STAFF, '204'),
    none: of(STAFF, '404'),
  },
  support_issues_list: {
    make: async (app, market) => {
      const issue = await issueOf(app, market)
      return { path: ISSUES, query: { key: `MATRIX-${market.project.id}` }, row: issue.hex }
    },
    own: EVERY_USER,
    other: EVERY_USER,
    sees: { own: '0 0 0 0 0 1 1 1 0 0 0 0 1 1', other: '0 0 0 0 0 0 0 0 0 0 0 0 1 1' },
  },
  support_issues_create: {
    // About a project: who does not see it is told so in a 400, and so is everybody when there is none.
    make: async (_, market, unknown) => ({
      path: ISSUES,
      body: {
        type: 'Incident',
        summary: 'Sample',
        project: `http://api.test/api/projects/${unknown ?? market.project.hex}/`,
      },
    }),
    own: '401 401 401 401 400 403 201 201 400 400 400 400 201 201',
    other: '401 401 401 401 400 400 400 400 400 400 400 400 201 201',
    none: '401 401 401 401 400 400 400 400 400 400 400 400 400 400',
  },
  support_issues_retrieve: onIssue('', ISSUE_SEEN, OTHER_ISSUE_HELPERS),
  support_issues_update: onIssue('', ISSUE_HELPERS, OTHER_ISSUE_HELPERS, { type: 'Incident', summary: 'Sample' }),
  support_issues_partial_update: onIssue('', ISSUE_HELPERS, OTHER_ISSUE_HELPERS, { summary: 'Sample' }),
  support_issues_destroy: onIssue('', of(ISSUE_STAFF, '204'), of(OTHER_ISSUE_STAFF, '204')),
  support_issues_comment: onIssue('comment/', ISSUE_SEEN, OTHER_ISSUE_HELPERS, { description: 'Sample' }),
  support_issue_statuses_list: {
    make: async () => ({ path: STATUSES }),
    own: STAFF,
    other: STAFF,
  },
  support_issue_statuses_create: {
    make: async () => ({ path: STATUSES, body: name() }),
    own: of(STAFF, '201'),
    other: of(STAFF, '201'),
  },
  support_issue_statuses_retrieve: onStatus('200'),
  support_issue_statuses_update: onStatus('200', name),
  support_issue_statuses_partial_update: onStatus('200', name),
  support_issue_statuses_destroy: onStatus('204'),
}
