import { addDays, isoInstant } from './calendar.ts'
import { offeringByKey } from './catalogue.ts'
import type { Offering } from './catalogue.ts'
import type { Context } from './context.ts'
import type { Customer, Organisations } from './organisations.ts'
import type { People, User } from './people.ts'
import type { Row } from './preset.ts'
import type { Project } from './projects.ts'
import { cycle } from './random.ts'

export type Teams = {
  rows: Row[]
  /** The first owner, per customer uuid. */
  owners: Map<string, User>
  /** Who orders for a project, per project uuid. */
  leads: Map<string, User>
  /** People with a grant in force on a project, per project uuid. */
  members: Map<string, User[]>
}

type GrantOptions = {
  createdBy?: User | undefined
  createdDaysAgo?: number
  /** Days from today; the row stays active even when they are negative. */
  expiresIn?: number
  revokedDaysAgo?: number
}

const AUDITOR = 'SAMPLE.AUDITOR'
const TEAM_LEAD = 'SAMPLE.TEAM_LEAD'

/** Roles of this site beside the system roles. */
const SITE_ROLES: Readonly<Record<string, { description: string; permissions: readonly string[] }>> = {
  [AUDITOR]: {
    description: 'Sample role: sees the customers and projects of a provider',
    permissions: ['SERVICE_PROVIDER.LIST_CUSTOMERS', 'SERVICE_PROVIDER.LIST_PROJECTS'],
  },
  // Owners may not change teams by default (C-094).
  [TEAM_LEAD]: {
    description: 'Sample role: manages the team of a provider',
    permissions: ['CUSTOMER.CREATE_PERMISSION', 'CUSTOMER.UPDATE_PERMISSION', 'CUSTOMER.DELETE_PERMISSION'],
  },
}

const grantRow = (
  context: Context,
  user: User,
  role: string,
  scopeType: string,
  scopeUuid: string,
  options: GrantOptions = {},
): Row => {
  const { today } = context
  const endOffset = options.revokedDaysAgo === undefined ? options.expiresIn : -options.revokedDaysAgo
  return {
    uuid: context.uuid('user_role', `${user.username}/${role}/${scopeUuid}`),
    user_uuid: user.uuid,
    role_name: role,
    ...(role in SITE_ROLES ? { role_uuid: context.uuid('role', role) } : {}),
    scope_type: scopeType,
    scope_uuid: scopeUuid,
    is_active: options.revokedDaysAgo === undefined,
    expiration_time: endOffset === undefined ? null : isoInstant(addDays(today, endOffset)),
    created: isoInstant(addDays(today, -(options.createdDaysAgo ?? 300))),
    created_by_uuid: options.createdBy?.uuid ?? null,
  }
}

export const roleRows = (context: Context): { roles: Row[]; permissions: Row[] } => ({
  roles: Object.entries(SITE_ROLES).map(([name, { description }]) => ({
    uuid: context.uuid('role', name),
    name,
    content_type: 'structure.customer',
    description,
    is_system_role: false,
    is_active: true,
  })),
  permissions: Object.entries(SITE_ROLES).flatMap(([role_name, { permissions }]) =>
    permissions.map((permission) => ({ role_name, permission })),
  ),
})

const createProjectTeam = (
  context: Context,
  project: Project,
  colleagues: readonly User[],
  guests: readonly User[],
  owner: User,
): { lead: User; members: User[]; rows: Row[] } => {
  const random = context.random(`team/${project.index}`)
  const { index } = project
  const people = random.sample(colleagues, 2 + ((index * 5) % 7))
  if (index % 4 === 1) people[people.length - 1] = random.pick(guests)
  const lead = people[0]
  if (!lead) throw new Error(`Nobody for project ${index}`)

  const rows: Row[] = []
  const members: User[] = []
  people.forEach((user, place) => {
    const role =
      place === 0
        ? cycle(['PROJECT.MANAGER', 'PROJECT.ADMIN'], index)
        : cycle(['PROJECT.MEMBER', 'PROJECT.MEMBER', 'PROJECT.ADMIN', 'PROJECT.MANAGER'], place)
    const options: GrantOptions = { createdBy: owner, createdDaysAgo: 420 - ((index * 7 + place * 11) % 200) }
    const expired = place === 2 && index % 8 === 1
    const revoked = project.isRemoved || (place === 3 && index % 6 === 2)
    if (place === 1 && index % 3 === 0) options.expiresIn = 30 + index
    if (expired) options.expiresIn = -3
    if (revoked) options.revokedDaysAgo = 40
    rows.push(grantRow(context, user, role, 'structure.project', project.uuid, options))
    if (!expired && !revoked) members.push(user)
  })
  if (index % 7 === 3) {
    const second = index % 2 === 0 ? 'PROJECT.ADMIN' : 'PROJECT.MANAGER'
    rows.push(grantRow(context, lead, second, 'structure.project', project.uuid, { createdDaysAgo: 100 }))
  }
  return { lead, members, rows }
}

const customerGrants = (context: Context, customer: Customer, index: number, colleagues: readonly User[]): Row[] => {
  const grant = (place: number, role: string, options?: GrantOptions): Row[] => {
    const user = colleagues[place]
    return user ? [grantRow(context, user, role, 'structure.customer', customer.uuid, options)] : []
  }
  return [
    ...(index % 3 === 1 ? grant(1, 'CUSTOMER.OWNER', { expiresIn: 90 }) : []),
    ...(index % 4 === 0 ? grant(2, 'CUSTOMER.SUPPORT') : []),
    ...(index % 5 === 0 ? grant(3, 'CUSTOMER.READER') : []),
    ...(index % 10 === 7 ? grant(4, 'CUSTOMER.OWNER', { revokedDaysAgo: 12 }) : []),
  ]
}

const providerGrants = (
  context: Context,
  people: People,
  organisations: Organisations,
  colleaguesOf: (customer: Customer) => User[],
): Row[] =>
  organisations.providers.flatMap((provider, index) => {
    const [, second, third, fourth] = colleaguesOf(provider.customer)
    const grant = (user: User | undefined, options: GrantOptions): Row[] =>
      user ? [grantRow(context, user, 'CUSTOMER.MANAGER', 'marketplace.serviceprovider', provider.uuid, options)] : []
    return [
      ...(index === 0 ? grant(people.manager, { createdBy: people.owner }) : []),
      ...grant(second, { expiresIn: 120 }),
      ...(index === 0 ? [...grant(third, { expiresIn: -2 }), ...grant(fourth, { revokedDaysAgo: 60 })] : []),
    ]
  })

/** Every grant of the data set; people hold project roles mostly in the organization that they work for. */
export const createTeams = (
  context: Context,
  people: People,
  organisations: Organisations,
  projects: readonly Project[],
  offerings: readonly Offering[],
): Teams => {
  const colleaguesOf = (customer: Customer): User[] => people.members.filter((user) => user.home === customer)
  const owners = new Map<string, User>()
  const leads = new Map<string, User>()
  const members = new Map<string, User[]>()
  const rows: Row[] = []

  organisations.customers.forEach((customer, index) => {
    const colleagues = colleaguesOf(customer).filter((user) => user.isActive)
    const owner = index === 0 ? people.owner : colleagues[0]
    if (!owner) throw new Error(`No owner for ${customer.name}`)
    owners.set(customer.uuid, owner)
    rows.push(
      grantRow(context, owner, 'CUSTOMER.OWNER', 'structure.customer', customer.uuid, { createdDaysAgo: 450 }),
      ...customerGrants(context, customer, index, colleagues),
    )
  })

  for (const project of projects) {
    const { customer } = project
    const guests = people.members.filter((user) => user.home !== customer && user.isActive)
    const owner = owners.get(customer.uuid)!
    const team = createProjectTeam(context, project, colleaguesOf(customer), guests, owner)
    rows.push(...team.rows)
    leads.set(project.uuid, team.lead)
    members.set(project.uuid, team.members)
  }

  const home = people.member.home
  for (const project of projects.filter((candidate) => candidate.customer === home).slice(0, 2)) {
    rows.push(grantRow(context, people.member, 'PROJECT.MEMBER', 'structure.project', project.uuid))
    members.get(project.uuid)?.push(people.member)
  }

  rows.push(...providerGrants(context, people, organisations, colleaguesOf))
  for (const key of ['hpc', 'tenant', 'object']) {
    const offering = offeringByKey(offerings, key)
    const keeper = colleaguesOf(offering.provider.customer).at(-1)
    if (keeper) rows.push(grantRow(context, keeper, 'OFFERING.MANAGER', 'marketplace.offering', offering.uuid))
  }
  const auditor = colleaguesOf(organisations.customers[1]!).at(-1)
  const firstProvider = organisations.providers[0]
  for (const { customer } of organisations.providers) {
    const owner = owners.get(customer.uuid)
    if (owner) rows.push(grantRow(context, owner, TEAM_LEAD, 'structure.customer', customer.uuid))
  }
  if (auditor && firstProvider) {
    rows.push(grantRow(context, auditor, AUDITOR, 'structure.customer', firstProvider.customer.uuid))
  }
  return { rows, owners, leads, members }
}
