import { expect, test } from 'vitest'
import { startTestApp, type Made, type Marketplace } from '../harness/index.ts'

const { world, get } = await startTestApp()

type Values = Record<string, unknown>

/** A marketplace with named accounts; each has an own project and user. */
const withAccounts = async (accounts: Record<string, { account?: Values; project?: Values; user?: Values }>) => {
  const market = await world.marketplace()
  const names = new Map<string, string>()
  const projects = new Map<string, Made>()
  for (const [name, { account, project: projectValues, user: userValues }] of Object.entries(accounts)) {
    const project = await world.project(market.consumer, projectValues)
    await world.resource(market.offering, project)
    const user = await world.user(userValues)
    const made = await world.insert('course_account', { project_id: project.id, user_id: user.id, ...account })
    names.set(made.hex, name)
    projects.set(name, project)
  }
  return { market, names, projects }
}

type Accounts = Awaited<ReturnType<typeof withAccounts>>

const list = ({ base, owner }: Marketplace, query: string) => get(`${base}course_accounts/?${query}`, { as: owner })

/** Names of the accounts in the order of the answer. */
const found = async ({ market, names }: Accounts, query: string): Promise<(string | undefined)[]> => {
  const { status, headers, body } = await list(market, query)
  expect(status).toBe(200)
  expect(headers).not.toHaveProperty('x-unknown-params')
  expect(headers['x-result-count']).toBe(String(body.length))
  return body.map(({ uuid }: { uuid: string }) => names.get(uuid))
}

test('username is exact; the same text elsewhere does not count', async () => {
  const accounts = await withAccounts({
    wanted: { user: { username: 'pupil.one' } },
    longer: { user: { username: 'pupil.one2' } },
    upper: { user: { username: 'Pupil.One' } },
    elsewhere: { account: { email: 'pupil.one', description: 'pupil.one' } },
  })
  expect(await found(accounts, 'username=pupil.one')).toEqual(['wanted'])
  expect(await found(accounts, 'username=%20pupil.one%20')).toEqual(['wanted'])
  expect(await found(accounts, 'username=pupil')).toEqual([])
  expect(await found(accounts, 'username=')).toEqual(['wanted', 'longer', 'upper', 'elsewhere'])
})

test('email is a part of that of the account in any case, wildcards are literal', async () => {
  const accounts = await withAccounts({
    first: { account: { email: 'First_Pupil@example.org' } },
    second: { account: { email: 'second@example.org' } },
    percent: { account: { email: '100%@example.net' } },
    person: { user: { email: 'first_pupil@example.org' }, account: { email: '' } },
  })
  expect(await found(accounts, 'email=first_pupil')).toEqual(['first'])
  expect(await found(accounts, 'email=EXAMPLE.ORG')).toEqual(['first', 'second'])
  expect(await found(accounts, 'email=_')).toEqual(['first'])
  expect(await found(accounts, 'email=%25')).toEqual(['percent'])
  expect(await found(accounts, 'email=')).toHaveLength(4)
})

test('state may be repeated', async () => {
  const accounts = await withAccounts({
    ok: { account: { state: 1 } },
    closed: { account: { state: 2 } },
    erred: { account: { state: 3 } },
  })
  expect(await found(accounts, 'state=Closed')).toEqual(['closed'])
  expect(await found(accounts, 'state=OK&state=Erred')).toEqual(['ok', 'erred'])
})

test.each([
  ['state=Foo', 'Foo'],
  ['state=ok', 'ok'],
  ['state=', ''],
  ['state=OK,Erred', 'OK,Erred'],
  ['state=OK&state=Foo&state=Bar', 'Foo'],
])('%s is refused', async (query, named) => {
  const { status, body } = await list(await world.marketplace(), query)
  expect(status).toBe(400)
  expect(body).toEqual({ state: [`Select a valid choice. ${named} is not one of the available choices.`] })
})

test('project_uuid in any form', async () => {
  const accounts = await withAccounts({ wanted: {}, other: {} })
  const { uuid, hex } = accounts.projects.get('wanted')!
  for (const form of [uuid, hex, hex.toUpperCase(), `%20${uuid}%20`, `urn:uuid:${uuid}`, `{${uuid}}`]) {
    expect(await found(accounts, `project_uuid=${form}`), form).toEqual(['wanted'])
  }
  expect(await found(accounts, 'project_uuid=00000000-0000-4000-8000-0000000000ff')).toEqual([])
  expect(await found(accounts, 'project_uuid=')).toEqual(['wanted', 'other'])
})

test.each(['start', 'end'])(
  'the range of the %s date includes both of its days, projects without are out',
  async (edge) => {
    const column = `project_${edge}_date`
    const accounts = await withAccounts({
      before: { project: { [`${edge}_date`]: '2024-02-28' } },
      leap: { project: { [`${edge}_date`]: '2024-02-29' } },
      after: { project: { [`${edge}_date`]: '2024-03-01' } },
      open: {},
    })
    expect(await found(accounts, `${column}_after=2024-02-29`)).toEqual(['leap', 'after'])
    expect(await found(accounts, `${column}_before=2024-02-29`)).toEqual(['before', 'leap'])
    expect(await found(accounts, `${column}_after=2024-02-29&${column}_before=2024-02-29`)).toEqual(['leap'])
    expect(await found(accounts, `${column}_after=2024-03-01&${column}_before=2024-02-28`)).toEqual([])
    expect(await found(accounts, `${column}_after=&${column}_before=2024-02-28`)).toEqual(['before'])
    expect(await found(accounts, `${column}_after=0001-01-01`)).toEqual(['before', 'leap', 'after'])
    expect(await found(accounts, `${column}_after=&${column}_before=`)).toHaveLength(4)
  },
)

test('the ranges of start and end do not mix', async () => {
  const accounts = await withAccounts({
    both: { project: { start_date: '2024-01-01', end_date: '2024-06-30' } },
    startOnly: { project: { start_date: '2024-01-01' } },
    late: { project: { start_date: '2024-06-01', end_date: '2024-12-31' } },
  })
  expect(await found(accounts, 'project_start_date_before=2024-03-01')).toEqual(['both', 'startOnly'])
  expect(await found(accounts, 'project_end_date_before=2024-06-30')).toEqual(['both'])
  const query = 'project_start_date_after=2024-01-01&project_end_date_after=2024-07-01'
  expect(await found(accounts, query)).toEqual(['late'])
})

test.each([
  ['project_start_date_after=x', 'project_start_date'],
  ['project_start_date_before=2023-02-29', 'project_start_date'],
  ['project_end_date_after=2024-01-05T00:00:00Z', 'project_end_date'],
  ['project_end_date_before=2024-13-01', 'project_end_date'],
  ['project_end_date_after=x&project_end_date_before=y', 'project_end_date'],
])('%s is refused under the name of the range', async (query, key) => {
  const { status, body } = await list(await world.marketplace(), query)
  expect(status).toBe(400)
  expect(body).toEqual({ [key]: ['Enter a valid date.'] })
})

test('all problems are reported together, before the page', async () => {
  const query = 'project_uuid=zzz&state=Q&o=bad&project_start_date_after=x&username=%00&page=99'
  const { status, body } = await list(await world.marketplace(), query)
  expect(status).toBe(400)
  expect(body).toEqual({
    project_uuid: ['Enter a valid UUID.'],
    state: ['Select a valid choice. Q is not one of the available choices.'],
    o: ['Select a valid choice. bad is not one of the available choices.'],
    project_start_date: ['Enter a valid date.'],
    username: ['Null characters are not allowed.'],
  })
})

test('filters narrow each other', async () => {
  const accounts = await withAccounts({
    wanted: { account: { state: 3, email: 'a@example.org' }, project: { start_date: '2024-05-05' } },
    otherState: { account: { state: 1, email: 'a@example.org' }, project: { start_date: '2024-05-05' } },
    otherMail: { account: { state: 3, email: 'b@example.org' }, project: { start_date: '2024-05-05' } },
    otherDate: { account: { state: 3, email: 'a@example.org' }, project: { start_date: '2024-05-04' } },
  })
  expect(await found(accounts, 'state=Erred&email=a%40&project_start_date_after=2024-05-05')).toEqual(['wanted'])
})
