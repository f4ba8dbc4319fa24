import { expect, test } from 'vitest'
import { startTestApp } from '../harness/index.ts'

// Every filter, by a member of staff, for whom no attribute is hidden.

const { world, get } = await startTestApp()

type Query = Record<string, string | readonly string[]>

const { base, project } = await world.marketplace()
const staff = await world.staff()
const elsewhere = await world.marketplace()

const ANNA = {
  username: 'anna',
  first_name: 'Anna',
  last_name: 'Müller',
  native_name: 'Анна Мюллер',
  email: 'anna@alpha.example',
  phone_number: '+372 555 0100',
  description: 'First sample',
  organization: 'Alpha 100% Ltd',
  job_title: 'Lead Engineer',
  civil_number: 'SAMPLE-49001010',
  registration_method: 'saml2',
  is_staff: true,
  date_joined: '2024-01-10T00:00:00Z',
  modified: '2024-02-10T12:00:00Z',
  agreement_date: '2024-03-10T00:00:00Z',
}
const BEN = {
  username: 'ben',
  first_name: 'Ben',
  last_name: 'Muller-Stone',
  native_name: 'Pan_Native',
  email: 'ben@beta.example',
  phone_number: '+372 555 01000',
  description: 'First sample of two',
  organization: 'Alpha 1000 Ltd',
  job_title: 'engineer',
  civil_number: 'SAMPLE-49001011',
  registration_method: 'saml',
  is_support: true,
  date_joined: '2024-01-20T00:00:00Z',
  modified: '2024-02-20T12:00:00.500000Z',
}
const CARL = {
  username: 'Carl',
  first_name: 'Юрий',
  last_name: 'Stone',
  native_name: 'PanXNative',
  email: 'third@anna.example',
  date_joined: '2024-01-30T00:00:00Z',
  modified: '2024-02-28T12:00:00Z',
  agreement_date: '2024-03-30T00:00:00Z',
}
for (const person of [ANNA, BEN, CARL]) await world.member(project, person)
await world.member(elsewhere.project, { ...ANNA, username: 'anna-elsewhere', civil_number: 'SAMPLE-1' })
await world.member(project, { ...ANNA, username: 'anna-inactive', civil_number: 'SAMPLE-2', is_active: false })

const found = async (query: Query): Promise<string[]> => {
  const answer = await get(`${base}users/`, { as: staff, query })
  expect(answer.status, answer.text).toBe(200)
  expect(answer.headers['x-result-count']).toBe(String(answer.body.length))
  return answer.body.map((row: { username: string }) => row.username)
}

const ALL = ['anna', 'ben', 'Carl']

test.each<[Query, string[]]>([
  [{}, ALL],
  [{ full_name: 'muller' }, ['anna', 'ben']],
  [{ full_name: 'MÜLLER' }, ['anna', 'ben']],
  [{ full_name: 'anna m' }, ['anna']],
  [{ full_name: '  anna muller  ' }, ['anna']],
  [{ full_name: 'n m' }, ['ben']],
  [{ full_name: 'юрий' }, ['Carl']],
  [{ full_name: 'Анна' }, []],
  [{ full_name: 'alpha' }, []],
  [{ user_keyword: 'MULLER' }, ['anna', 'ben']],
  [{ user_keyword: 'anna' }, ['anna', 'Carl']],
  [{ user_keyword: 'beta.EXAMPLE' }, ['ben']],
  [{ user_keyword: 'carl' }, ['Carl']],
  [{ user_keyword: 'Ю' }, ['Carl']],
  [{ user_keyword: '49001010' }, []],
  [{ query: 'anna' }, ['anna', 'Carl']],
  [{ query: '49001010' }, ['anna']],
  [{ query: 'stone' }, ['ben', 'Carl']],
  [{ query: 'muller' }, ['ben']],
  [{ query: 'Anna Stone' }, ['anna', 'ben', 'Carl']],
  [{ query: 'Ben Nobody' }, ['ben']],
  [{ query: 'nobody Müller nobody' }, ['anna']],
  [{ query: '0100' }, []],
  [{ username: 'ben' }, ['ben']],
  [{ username: 'Ben' }, []],
  [{ username: 'be' }, []],
  [{ username_list: 'anna, ben' }, ['anna', 'ben']],
  [{ username_list: ',Carl,,nobody' }, ['Carl']],
  [{ username_list: 'carl' }, []],
  [{ username_list: ',' }, []],
  [{ username_list: '' }, ALL],
  [{ native_name: 'анна' }, ['anna']],
  [{ native_name: 'n_n' }, ['ben']],
  [{ organization: '100%' }, ['anna']],
  [{ organization: 'ALPHA' }, ['anna', 'ben']],
  [{ job_title: 'ENGINEER' }, ['anna', 'ben']],
  [{ email: 'ANNA' }, ['anna', 'Carl']],
  [{ phone_number: '+372 555 0100' }, ['anna']],
  [{ phone_number: '555' }, []],
  [{ description: 'First sample' }, ['anna']],
  [{ description: 'first sample' }, []],
  [{ civil_number: 'SAMPLE-49001010' }, ['anna']],
  [{ civil_number: 'SAMPLE-4900' }, []],
  [{ registration_method: 'saml' }, ['ben']],
  [{ registration_method: 'default' }, ['Carl']],
  [{ is_active: 'true' }, ALL],
  [{ is_active: 'FALSE' }, []],
  [{ is_active: '0' }, []],
  [{ is_active: 'no' }, ALL],
  [{ is_staff: '1' }, ['anna']],
  [{ is_staff: 'false' }, ['ben', 'Carl']],
  [{ is_support: 'True' }, ['ben']],
  [{ is_support: '0' }, ['anna', 'Carl']],
  [{ is_support: 'perhaps' }, ALL],
  [{ date_joined: '2024-01-20' }, ['ben', 'Carl']],
  [{ date_joined: '2024-01-20T00:00:01Z' }, ['Carl']],
  [{ modified: '2024-02-20T12:00:00.500000Z' }, ['ben', 'Carl']],
  [{ modified: '2024-02-20T12:00:00.500001Z' }, ['Carl']],
  [{ modified: '2024-02-20T14:00:00.5+02:00' }, ['ben', 'Carl']],
  [{ modified: '2024-02-20 12:00:01' }, ['Carl']],
  [{ agreement_date: '2000-01-01' }, ['anna', 'Carl']],
  [{ agreement_date: '2024-03-11' }, ['Carl']],
  [{ organization: 'alpha', job_title: 'lead' }, ['anna']],
  [{ username: ['anna', 'ben'] }, ['ben']],
  [{ username: '', full_name: '   ', modified: '', customer_uuid: '', is_staff: '' }, ALL],
])('%j finds %j', async (query, expected) => {
  expect(await found(query)).toEqual(expected)
})

test('every malformed value is named in one answer', async () => {
  const query = {
    customer_uuid: 'zzz',
    project_uuid: '1',
    modified: 'soon',
    agreement_date: '2024-02-30',
    o: 'nickname',
  }
  const answer = await get(`${base}users/`, { as: staff, query: { ...query, email: 'a\0', page: 99 } })
  expect(answer.status).toBe(400)
  expect(answer.body).toEqual({
    customer_uuid: ['Enter a valid UUID.'],
    project_uuid: ['Enter a valid UUID.'],
    modified: ['Enter a valid date/time.'],
    agreement_date: ['Enter a valid date/time.'],
    o: ['Select a valid choice. nickname is not one of the available choices.'],
    email: ['Null characters are not allowed.'],
  })
})

test('a plus sign that was not encoded is a blank, which no offset begins with', async () => {
  const answer = await get(`${base}users/?modified=2024-02-20T14:00:00+02:00`, { as: staff })
  expect(answer).toMatchObject({ status: 400, body: { modified: ['Enter a valid date/time.'] } })
})
