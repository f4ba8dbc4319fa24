import type { Facts } from './facts.ts'

/** One kind of request, for any provider. */
export interface Case {
  operation: string
  variant: string
  method: 'GET' | 'HEAD'
  /** Path and query; `deep` is a page near the end of the list. */
  path: (facts: Facts, deep: number) => string
  /** The server may send what it has kept. `unchanged`: asked for with the ETag of the answer before. */
  again?: 'kept' | 'unchanged'
  /** Somebody else writes meanwhile. */
  whileWritten?: boolean
}

interface List {
  /** Below the provider's path, with a query that the list cannot do without. */
  path: string | ((facts: Facts) => string)
  /** Queries, by what they show. */
  variants?: Readonly<Record<string, string | ((facts: Facts) => string)>>
}

const COMMON = 'harbour'

/** Every list of the contract's service-provider operations. */
const lists: Readonly<Record<string, List>> = {
  projects: {
    path: 'projects/',
    variants: {
      filtered: ({ customer }) => `customer=${customer}`,
      'searched, rare': ({ projectDigits }) => `query=${projectDigits}`,
      'searched, common': `name=${COMMON}`,
      'searched, two letters': 'name=ab',
      'ordered by creation': 'o=-created',
      'ordered by customer': 'o=customer_name',
      'few fields': 'field=uuid&field=name',
    },
  },
  customers: {
    path: 'customers/',
    variants: {
      filtered: 'archived=false',
      'searched, rare': ({ customerDigits }) => `query=${customerDigits}`,
      'searched, common': `name=${COMMON}`,
      'few fields': 'field=uuid&field=name',
    },
  },
  users: {
    path: 'users/',
    variants: {
      filtered: ({ project }) => `project_uuid=${project}`,
      'searched, rare': ({ userDigits }) => `query=${userDigits}`,
      'searched, common': 'full_name=Acacia',
      'searched, two letters': 'username=ab',
      ordered: 'o=-username',
      'ordered by name': 'o=full_name',
    },
  },
  keys: {
    path: 'keys/',
    variants: {
      filtered: ({ user }) => `user_uuid=${user}`,
      'searched, common': 'name=key+7',
      ordered: 'o=-name',
    },
  },
  project_permissions: {
    path: 'project_permissions/',
    variants: {
      filtered: 'role_name=PROJECT.MANAGER',
      'searched, rare': ({ userDigits }) => `username=user-${userDigits}`,
      ordered: 'o=-created',
      'ordered by user': 'o=username',
    },
  },
  customer_projects: { path: ({ customer }) => `customer_projects/?project_customer_uuid=${customer}` },
  user_customers: { path: ({ user }) => `user_customers/?user_uuid=${user}` },
  offerings: {
    path: 'offerings/',
    variants: { filtered: 'state=Active', searched: 'keyword=offering', ordered: 'o=-created' },
  },
  'offerings/types': { path: 'offerings/types/' },
  'compliance/checklists_summary': { path: 'compliance/checklists_summary/' },
  'compliance/compliance_overview': { path: 'compliance/compliance_overview/' },
  'compliance/offering_users': {
    path: 'compliance/offering_users/',
    variants: {
      filtered: 'compliance_status=pending',
      'of one offering': ({ offering }) => `offering_uuid=${offering}`,
    },
  },
  robot_account_customers: {
    path: 'robot_account_customers/',
    variants: { searched: `customer_name=${COMMON}` },
  },
  robot_account_projects: {
    path: 'robot_account_projects/',
    variants: { searched: `project_name=${COMMON}` },
  },
  course_accounts: {
    path: 'course_accounts/',
    variants: { filtered: 'state=Closed', searched: 'email=course-ab', ordered: 'o=email' },
  },
  project_service_accounts: {
    path: 'project_service_accounts/',
    variants: { filtered: 'state=Closed', searched: 'email=service-ab' },
  },
  list_users: { path: 'list_users/', variants: { searched: 'search_string=user', ordered: 'o=username' } },
  'service providers': {
    path: '../',
    variants: { searched: 'customer_keyword=provider', ordered: 'o=customer_name' },
  },
}

/** A path below the provider's, with another part of the query behind what it has. */
const pathOf = (facts: Facts, path: List['path'], query = ''): string => {
  const given = typeof path === 'string' ? path : path(facts)
  const full = given === '../' ? facts.path.replace(/[^/]*\/$/, '') : facts.path + given
  return query === '' ? full : `${full}${full.includes('?') ? '&' : '?'}${query}`
}

const listCases = (operation: string, { path, variants = {} }: List): Case[] => {
  const of = (
    variant: string,
    query: string | ((facts: Facts, deep: number) => string),
    method: 'GET' | 'HEAD' = 'GET',
  ) => ({
    operation,
    variant,
    method,
    path: (facts: Facts, deep: number) => pathOf(facts, path, typeof query === 'string' ? query : query(facts, deep)),
  })
  return [
    of('page of 10', ''),
    of('page of 100', 'page_size=100'),
    of('deep page', (_, deep) => `page=${String(deep)}`),
    of('HEAD', '', 'HEAD'),
    ...Object.entries(variants).map(([variant, query]) => of(variant, query)),
  ]
}

const report = (operation: string): Case => ({
  operation,
  variant: 'answer',
  method: 'GET',
  path: (facts) => `${facts.path}${operation}/`,
})

const POLLED = ['projects', 'customers', 'users']

const polled = (operation: string): Case[] => {
  const path = (facts: Facts): string => `${facts.path}${operation}/`
  const page = { operation, path, method: 'GET' as const }
  return [
    { ...page, variant: 'page of 10, while written', whileWritten: true },
    { ...page, variant: 'page of 10, kept', again: 'kept' },
    { ...page, variant: 'page of 10, unchanged', again: 'unchanged' },
  ]
}

/** Every read that is measured. */
export const cases: readonly Case[] = [
  ...Object.entries(lists).flatMap(([operation, list]) => listCases(operation, list)),
  report('stat'),
  report('revenue'),
  ...POLLED.flatMap(polled),
]

/** Lists that are walked from end to end. */
export const WALKED = ['projects', 'customers', 'users', 'keys', 'project_permissions', 'compliance/offering_users']
