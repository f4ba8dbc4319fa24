import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openApiDocument } from '../../contract/openapi.ts'
import { operations } from '../../contract/index.ts'
import { digestOf, type Digest } from './digest.ts'

// The served document against the published contract: everything published is there with the same type, and what
// differs is named in docs/compatibility.md.

const published = JSON.parse(readFileSync(join(import.meta.dirname, 'published-8.0.5.json'), 'utf8')) as Digest
const own = digestOf(JSON.parse(JSON.stringify(openApiDocument('0'))))

/** Deliberate differences: path of the fact → ours and the entry of the ledger. */
const DEVIATIONS: Record<string, [ours: string | undefined, ledger: string]> = {
  'operations/marketplace_service_providers_generate_site_agent_config/answers/200': [
    'text/plain; charset=utf-8 string',
    'C-049',
  ],
  'schemas/BaseProviderPlan/prices': ['map<string:decimal>', 'C-035'],
  'schemas/BaseProviderPlan/future_prices': ['map<string:decimal | null>', 'C-035'],
  'schemas/BaseProviderPlan/plan_type': ['string | null', 'C-037'],
  'schemas/CourseAccount/project_start_date': ['string:date | null*', 'C-037'],
  'schemas/CourseAccount/project_end_date': ['string:date | null*', 'C-037'],
  'schemas/MarketplaceProviderCustomer/payment_profiles': ['array<@PaymentProfile> | null', 'C-037'],
  'schemas/Project/oecd_fos_2007_label': ['string | null', 'C-037'],
  'schemas/ServiceProvider/customer_image': ['string:uri | null', 'C-037'],
  'schemas/UserRoleDetails/user_image': ['string:uri | null', 'C-037'],
  'schemas/ProjectPermissionLog/project_end_date': ['string:date', 'C-019'],
  // OpenAPI 3.1 writes null as a type.
  'schemas/NullEnum': [undefined, 'C-037'],
}

/** All facts as flat `path → text`. */
const flatten = (value: unknown, path: string, facts = new Map<string, string>()): Map<string, string> => {
  if (typeof value === 'string') facts.set(path, value)
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) flatten(inner, path === '' ? key : `${path}/${key}`, facts)
  }
  return facts
}

const publishedFacts = flatten(published, '')
const ownFacts = flatten(own, '')

test('the published contract is 32 operations, the count of providers among them', () => {
  expect(Object.keys(published.operations)).toHaveLength(32)
  expect(publishedFacts.size).toBeGreaterThan(700)
})

test('every published fact holds, but for the named deviations', () => {
  const differences = [...publishedFacts]
    .filter(([path, fact]) => ownFacts.get(path) !== fact)
    .map(([path]) => [path, ownFacts.get(path)])
  const named = Object.entries(DEVIATIONS).map(([path, [ours]]) => [path, ours])
  expect(Object.fromEntries(differences)).toEqual(Object.fromEntries(named))
})

test('every deviation stands in the ledger', () => {
  const ledger = readFileSync(join(import.meta.dirname, '../../docs/compatibility.md'), 'utf8')
  for (const [, [, entry]] of Object.entries(DEVIATIONS)) expect(ledger).toContain(`| ${entry} |`)
})

test('additions to the published operations are these', () => {
  const additions = [...ownFacts.keys()].filter(
    (path) =>
      !publishedFacts.has(path) && /^operations\/(?:marketplace_service_providers|service_provider)_/.test(path),
  )
  const operationsAdded = new Set(
    additions.map((path) => path.split('/')[1] ?? '').filter((id) => !(id in published.operations)),
  )
  expect([...operationsAdded].sort()).toEqual([
    'marketplace_service_providers_course_accounts_count',
    'marketplace_service_providers_customer_projects_count',
    'marketplace_service_providers_customers_count',
    'marketplace_service_providers_keys_count',
    'marketplace_service_providers_list_users_count',
    'marketplace_service_providers_offerings_count',
    'marketplace_service_providers_offerings_types_count',
    'marketplace_service_providers_offerings_types_list',
    'marketplace_service_providers_project_permissions_count',
    'marketplace_service_providers_project_service_accounts_count',
    'marketplace_service_providers_projects_count',
    'marketplace_service_providers_robot_account_customers_count',
    'marketplace_service_providers_robot_account_projects_count',
    'marketplace_service_providers_user_customers_count',
    'marketplace_service_providers_users_count',
    'service_provider_checklists_summary_count',
    'service_provider_compliance_overview_count',
    'service_provider_offering_users_compliance_count',
  ])
  const parametersAdded = additions
    .filter((path) => path.includes('/parameters/') && !operationsAdded.has(path.split('/')[1] ?? ''))
    .map((path) => path.replace(/^operations\/(.*)\/parameters\/(.*)$/, '$1 $2'))
  expect(parametersAdded.sort()).toEqual([
    'marketplace_service_providers_count created',
    'marketplace_service_providers_count modified',
    'marketplace_service_providers_customer_projects_list created_before',
    'marketplace_service_providers_customer_projects_list current_user_has_role',
    'marketplace_service_providers_customer_projects_list modified_before',
    'marketplace_service_providers_customer_projects_list user_uuid_with_active_role',
    'marketplace_service_providers_customers_list current_user_has_role',
    'marketplace_service_providers_customers_list slug',
    'marketplace_service_providers_list created',
    'marketplace_service_providers_list modified',
    'marketplace_service_providers_list_users_list created',
    'marketplace_service_providers_list_users_list expiration_time',
    'marketplace_service_providers_list_users_list modified',
    'marketplace_service_providers_list_users_list role_name',
    'marketplace_service_providers_list_users_list role_uuid',
    'marketplace_service_providers_list_users_list scope_name',
    'marketplace_service_providers_list_users_list scope_type',
    'marketplace_service_providers_list_users_list scope_uuid',
    'marketplace_service_providers_offerings_list created_before',
    'marketplace_service_providers_offerings_list modified_before',
    'marketplace_service_providers_offerings_list slug',
    'marketplace_service_providers_projects_list created_before',
    'marketplace_service_providers_projects_list current_user_has_role',
    'marketplace_service_providers_projects_list modified_before',
    'marketplace_service_providers_projects_list month',
    'marketplace_service_providers_projects_list user_uuid_with_active_role',
    'marketplace_service_providers_projects_list year',
    'marketplace_service_providers_user_customers_list current_user_has_role',
    'marketplace_service_providers_user_customers_list slug',
  ])
  const fieldsAdded = [...ownFacts.keys()].filter((path) => {
    const [kind, name = ''] = path.split('/')
    return kind === 'schemas' && name in published.schemas && !publishedFacts.has(path)
  })
  expect(fieldsAdded).toEqual(['schemas/ServiceProviderApiSecretCode/detail'])
})

test('operations that are additions say so', () => {
  for (const [id, definition] of Object.entries(operations)) {
    const isProviderOperation = definition.path.startsWith('/api/marketplace-service-providers/')
    if (isProviderOperation) expect('addition' in definition, id).toBe(!(id in published.operations))
  }
})
