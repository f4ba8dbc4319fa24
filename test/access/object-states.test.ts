import { describe, expect, test } from 'vitest'
import { startTestApp } from '../harness/index.ts'
import { isEnforced, makeStage, STATES, VIEWERS, type StateName, type Viewer } from './object-states.ts'

const open = await startTestApp()
const enforcing = await startTestApp({ ENFORCE_USER_CONSENT_FOR_OFFERINGS: 'true' })

const names = Object.keys(STATES) as StateName[]

/**
 * What those who may read a list find in it: x and y for what belongs to the two consumers, the letters of the
 * provider's own things, `-` for nothing. In the order of the states.
 */
const ROWS = {
  //                      none without archived blocked removed terminated revoked expired consent withdrawn
  customers: '            xy   -       xy       xy      xy      y          xy      xy      xy      xy',
  customer_projects: '    x    -       x        x       -       -          x       x       x       x',
  projects: '             xy   -       xy       xy      y       y          xy      xy      xy      xy',
  project_permissions: '  xy   -       xy       xy      xy      y          y       y       xy      xy',
  users: '                xy   -       xy       xy      xy      y          y       y       xy      y',
  keys: '                 xy   -       xy       xy      xy      y          y       y       xy      xy',
  user_customers: '       x    -       x        x       x       -          -       -       x       x',
  course_accounts: '      xy   -       xy       xy      xy      y          xy      xy      xy      xy',
  project_service_accounts: 'xy -      xy       xy      xy      y          xy      xy      xy      xy',
  robot_account_customers: 'xy -       xy       xy      xy      xy         xy      xy      xy      xy',
  robot_account_projects: 'xy  -       xy       xy      xy      xy         xy      xy      xy      xy',
  offerings: '            o    -       o        o       o       o          o       o       o       o',
  'compliance/compliance_overview': 'o - o      o       o       o          o       o       o       o',
  'compliance/offering_users': 'xy -   xy       xy      xy      xy         xy      xy      xy      xy',
  'compliance/checklists_summary': 'c - c       c       c       c          c       c       c       c',
  list_users: '           m    m       m        m       m       m          m       m       m       m',
  '': '                   p    p       p        p       p       p          p       p       p       p',
} as const
type List = keyof typeof ROWS

/** Who reads beside the owner, the manager and staff; the rest is refused. */
const OPEN_TO: Partial<Record<List, readonly Viewer[]>> = {
  '': ['support', 'stranger'],
  offerings: ['support', 'stranger'],
  list_users: ['support'],
}

const PROVIDERS = '/api/marketplace-service-providers/'

describe.each(names)('when %s', async (name) => {
  const app = isEnforced(name) ? enforcing : open
  const { provider, labels, viewers, x } = await makeStage(app, name)

  const queries: Partial<Record<List, Record<string, string>>> = {
    '': { customer_uuid: provider.customer.hex },
    customer_projects: { project_customer_uuid: x.customer.hex },
    user_customers: { user_uuid: x.user.hex },
  }

  test.each(Object.keys(ROWS) as List[])('%s has the rows that it should', async (list) => {
    const rows = ROWS[list].trim().split(/\s+/)
    expect(rows).toHaveLength(names.length)
    const expectedRows = rows[names.indexOf(name)]
    const path = list === '' ? PROVIDERS : `${PROVIDERS}${provider.hex}/${list}/`
    const found: Record<string, unknown> = {}
    const expected: Record<string, unknown> = {}
    for (const viewer of VIEWERS) {
      const { status, headers, body } = await app.get(path, { as: viewers[viewer], query: queries[list] })
      const isOpen = ['owner', 'manager', 'staff', ...(OPEN_TO[list] ?? [])].includes(viewer)
      found[viewer] = status === 200 ? labels.of(body as unknown[]).join('') || '-' : status
      expected[viewer] = isOpen ? expectedRows : 403
      if (status === 200) expect(headers['x-result-count']).toBe(String(body.length))
    }
    expect(found).toEqual(expected)
  })
})
