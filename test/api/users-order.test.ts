import { expect, test } from 'vitest'
import { startTestApp } from '../harness/index.ts'

// Ordering, by a member of staff, for whom no attribute is hidden.

const { world, get } = await startTestApp()

const { base, project } = await world.marketplace()
const staff = await world.staff()

const PEOPLE = [
  {
    username: 'ua',
    first_name: 'Bea',
    last_name: 'Zet',
    native_name: 'c',
    email: 'b@example.org',
    phone_number: '2',
    description: 'b',
    organization: 'B',
    job_title: 'c',
    registration_method: 'b',
    is_staff: true,
  },
  {
    username: 'uB',
    first_name: 'bea',
    last_name: 'Alm',
    native_name: 'b',
    email: 'C@example.org',
    phone_number: '3',
    description: 'c',
    organization: 'a',
    job_title: 'b',
    registration_method: 'c',
    is_support: true,
  },
  {
    username: 'uc',
    first_name: 'Ada',
    last_name: 'Zet',
    native_name: '',
    email: 'a@example.org',
    phone_number: '1',
    description: 'a',
    organization: 'C',
    job_title: 'a',
    registration_method: 'a',
  },
  // The same as the one before but for the username: a tie wherever that is not the key.
  {
    username: 'uA2',
    first_name: 'Ada',
    last_name: 'Zet',
    native_name: '',
    email: 'a@example.org',
    phone_number: '1',
    description: 'a',
    organization: 'C',
    job_title: 'a',
    registration_method: 'a',
  },
]
for (const person of PEOPLE) await world.member(project, person)

const ordered = async (o: string | readonly string[]): Promise<string[]> => {
  const answer = await get(`${base}users/`, { as: staff, query: { o } })
  expect(answer.status, answer.text).toBe(200)
  return answer.body.map((row: { username: string }) => row.username)
}

const DEFAULT = ['ua', 'uA2', 'uB', 'uc']

test.each<[string | string[], string[]]>([
  ['', DEFAULT],
  [',', DEFAULT],
  ['username', DEFAULT],
  ['-username', ['uc', 'uB', 'uA2', 'ua']],
  ['username,', DEFAULT],
  // uc was created before uA2, so it comes first among equals, whatever the direction.
  ['full_name', ['uc', 'uA2', 'uB', 'ua']],
  ['-full_name', ['ua', 'uB', 'uc', 'uA2']],
  ['native_name', ['uc', 'uA2', 'uB', 'ua']],
  ['-native_name', ['ua', 'uB', 'uc', 'uA2']],
  ['email', ['uc', 'uA2', 'ua', 'uB']],
  ['-email', ['uB', 'ua', 'uc', 'uA2']],
  ['phone_number', ['uc', 'uA2', 'ua', 'uB']],
  ['-phone_number', ['uB', 'ua', 'uc', 'uA2']],
  ['description', ['uc', 'uA2', 'ua', 'uB']],
  ['-description', ['uB', 'ua', 'uc', 'uA2']],
  ['organization', ['uB', 'ua', 'uc', 'uA2']],
  ['-organization', ['uc', 'uA2', 'ua', 'uB']],
  ['job_title', ['uc', 'uA2', 'uB', 'ua']],
  ['-job_title', ['ua', 'uB', 'uc', 'uA2']],
  ['registration_method', ['uc', 'uA2', 'ua', 'uB']],
  ['-registration_method', ['uB', 'ua', 'uc', 'uA2']],
  ['is_active', ['ua', 'uB', 'uc', 'uA2']],
  ['-is_active', ['ua', 'uB', 'uc', 'uA2']],
  ['is_staff', ['uB', 'uc', 'uA2', 'ua']],
  ['-is_staff', ['ua', 'uB', 'uc', 'uA2']],
  ['is_support', ['ua', 'uc', 'uA2', 'uB']],
  ['-is_support', ['uB', 'ua', 'uc', 'uA2']],
  ['email,-username', ['uc', 'uA2', 'ua', 'uB']],
  ['-is_staff,-username', ['ua', 'uc', 'uB', 'uA2']],
  [
    ['-is_staff', '-username'],
    ['ua', 'uc', 'uB', 'uA2'],
  ],
])('o=%s gives %j', async (o, expected) => {
  expect(await ordered(o)).toEqual(expected)
})

test.each([
  ['concatenated_name', 'concatenated_name'],
  ['civil_number', 'civil_number'],
  ['--username', '--username'],
  ['Username', 'Username'],
  ['username, email', ' email'],
  ['email,first_bad,second_bad', 'first_bad'],
  ['-', '-'],
])('o=%s is refused', async (o, named) => {
  const answer = await get(`${base}users/`, { as: staff, query: { o } })
  expect(answer.status).toBe(400)
  expect(answer.body).toEqual({
    o: [`Select a valid choice. ${named} is not one of the available choices.`],
  })
})
