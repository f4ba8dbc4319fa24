import { addDays, isoInstant } from './calendar.ts'
import type { Context } from './context.ts'
import { firstNames, jobTitles, lastNames, nativeNames } from './names.ts'
import { cycle } from './random.ts'
import type { Customer } from './organisations.ts'
import type { Row } from './preset.ts'

export type User = {
  uuid: string
  username: string
  isActive: boolean
  /** The organization that the person works for; null for support staff and course accounts. */
  home: Customer | null
  row: Row
}

export type People = {
  owner: User
  manager: User
  member: User
  support: User
  /** Everybody who can hold a role in the organization of the person, the four above excluded. */
  members: User[]
  courseUsers: User[]
  all: User[]
}

const MEMBERS = 272
const COURSE_USERS = 20

const personal = (index: number): Row => ({
  gender: cycle([1, 2, 9, 0], index),
  birth_date: `${1960 + (index % 40)}-0${1 + (index % 9)}-1${index % 10}`,
  personal_title: cycle(['', 'Dr', 'Prof'], index),
  place_of_birth: 'Sampletown',
  country_of_residence: cycle(['EE', 'FI', 'GR', 'CZ'], index),
  nationality: cycle(['EE', 'FI', 'GR', 'CZ'], index),
  nationalities: cycle([['EE'], ['FI', 'EE'], ['GR'], ['CZ']], index),
  organization_country: cycle(['EE', 'FI', 'GR', 'CZ'], index),
  organization_type: 'urn:schac:homeOrganizationType:int:university',
  organization_registry_code: `SAMPLE-${1000 + index}`,
  eduperson_assurance: ['https://refeds.org/assurance/IAP/low'],
  active_isds: ['isd:sample'],
})

const createMember = (context: Context, index: number, home: Customer): User => {
  const first = cycle(firstNames, index)
  const round = Math.floor(index / firstNames.length)
  const last = cycle(lastNames, (index % firstNames.length) + round)
  const username = `${first}.${last}`.toLowerCase()
  const random = context.random(`user/${username}`)
  const joined = addDays(context.today, -random.int(30, 1100))
  const isActive = index % 19 !== 18
  const federated = index % 3 === 0
  const domain = `${home.slug}.example.org`
  return {
    uuid: context.uuid('user', username),
    username,
    isActive,
    home,
    row: {
      first_name: first,
      last_name: last,
      native_name: last === 'Sample' || last === 'Example' ? (nativeNames[first] ?? '') : '',
      email: `${username}@example.org`,
      phone_number: index % 2 === 0 ? `+000 555 ${String(1000 + index)}` : '',
      organization: home.name,
      job_title: cycle(jobTitles, index),
      affiliations:
        index % 4 === 0 ? [`member@${domain}`, `staff@${domain}`] : index % 4 === 1 ? [`student@${domain}`] : [],
      civil_number: index % 23 === 5 ? `SAMPLE-${String(index).padStart(6, '0')}` : null,
      registration_method: federated ? 'saml2' : 'default',
      identity_source: federated ? 'sample-federation' : '',
      preferred_language: cycle(['en', 'et', 'el', ''], index),
      deactivation_reason: isActive ? '' : 'Left the organization (sample)',
      agreement_date: index % 31 === 7 ? null : isoInstant(joined),
      date_joined: isoInstant(joined),
      ...(index % 11 === 0 ? personal(index) : {}),
    },
  }
}

const createNamed = (context: Context, name: string, job: string, home: Customer | null): User => {
  const username = `sample-${name}`
  return {
    uuid: context.uuid('user', username),
    username,
    isActive: true,
    home,
    row: {
      first_name: 'Sample',
      last_name: name[0]?.toUpperCase() + name.slice(1),
      email: `${username}@example.org`,
      organization: home?.name ?? 'Sample Help Desk',
      job_title: job,
      is_support: name === 'support',
      agreement_date: isoInstant(addDays(context.today, -400)),
      date_joined: isoInstant(addDays(context.today, -400)),
    },
  }
}

const createCourseUser = (context: Context, index: number): User => {
  const number = String(index + 1).padStart(3, '0')
  const username = `course-${number}`
  return {
    uuid: context.uuid('user', username),
    username,
    isActive: true,
    home: null,
    row: {
      first_name: 'Course',
      last_name: `Account ${number}`,
      email: `${username}@example.org`,
      description: 'Made for a course, shared by nobody',
      date_joined: isoInstant(addDays(context.today, -45)),
    },
  }
}

export const createPeople = (
  context: Context,
  customers: readonly Customer[],
  provider: Customer,
  consumer: Customer,
): People => {
  const owner = createNamed(context, 'owner', 'Head of the centre', provider)
  const manager = createNamed(context, 'manager', 'Service manager', provider)
  const member = createNamed(context, 'member', 'Researcher', consumer)
  const support = createNamed(context, 'support', 'Help desk', null)
  const members = Array.from({ length: MEMBERS }, (_, index) => createMember(context, index, cycle(customers, index)))
  const courseUsers = Array.from({ length: COURSE_USERS }, (_, index) => createCourseUser(context, index))
  return {
    owner,
    manager,
    member,
    support,
    members,
    courseUsers,
    all: [owner, manager, member, support, ...members, ...courseUsers],
  }
}

export const userRows = (people: People): Row[] =>
  people.all.map((user) => ({ uuid: user.uuid, username: user.username, is_active: user.isActive, ...user.row }))
