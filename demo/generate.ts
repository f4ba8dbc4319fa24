import { courseAccountRows, robotAccountRows, serviceAccountRows } from './accounts.ts'
import { createInvoices, customerCreditRows, projectCreditRows } from './billing.ts'
import { isoDate } from './calendar.ts'
import {
  categoryRows,
  componentRows,
  createOfferings,
  endpointRows,
  offeringByKey,
  offeringRows,
  partitionRows,
  planComponentRows,
  planRows,
  tagRows,
} from './catalogue.ts'
import { checklistRows, completionRows } from './compliance.ts'
import { createContext } from './context.ts'
import { keyRows } from './keys.ts'
import { attributeConfigRows, consentRows, createOfferingUsers, offeringUserRows, termsRows } from './offering-users.ts'
import { orderRows } from './orders.ts'
import {
  createOrganisations,
  customerRows,
  organizationGroupRows,
  paymentProfileRows,
  serviceProviderRows,
} from './organisations.ts'
import { createPeople, userRows } from './people.ts'
import type { Preset } from './preset.ts'
import { createProjects, projectRows, projectTypeRows } from './projects.ts'
import { createResources, planPeriodRows, resourceRows } from './resources.ts'
import { campaignRows, issueRows, issueStatusRows } from './support.ts'
import { createTeams, roleRows } from './teams.ts'
import { createUsages } from './usage.ts'

const metadata: Preset['_metadata'] = {
  title: 'Sample research cloud',
  description: 'A made-up marketplace with four providers. Every person, organization, key and secret is a sample.',
  version: '1.0.0',
  scenarios: [
    'A computing centre, a research cloud and a storage reseller with overlapping customers; a fourth provider about to start',
    'Resources and orders of every state, thirteen months of invoices, three months of usage reports',
    'Compliance checklists, accounts of several kinds, campaigns and support issues',
    'Users sample-owner, sample-manager, sample-member and sample-support; none has a password',
  ],
}

/**
 * A data set in which every operation has something to show, as a function of the seed and the day alone.
 * `today` is `YYYY-MM-DD` and defaults to the current day in UTC; throws when it is not a date.
 */
export const generateDemo = (options: { seed?: number; today?: string } = {}): Preset => {
  const context = createContext(options.seed ?? 1, options.today ?? isoDate(new Date()))
  const organisations = createOrganisations(context)
  const { providers, consumers, customers } = organisations
  const people = createPeople(context, customers, customers[0]!, consumers[0]!)
  const projects = createProjects(context, organisations)
  const offerings = createOfferings(context, providers)
  const teams = createTeams(context, people, organisations, projects, offerings)
  const resources = createResources(context, projects, offerings)
  const accounts = createOfferingUsers(context, offerings, resources, teams)
  const usages = createUsages(context, resources, accounts, teams)

  const enclave = resources.find((resource) => resource.offering.spec.key === 'enclave')?.project ?? projects[0]
  if (!enclave) throw new Error('No projects')
  const categories = categoryRows(context)
  const roles = roleRows(context)
  const checklists = checklistRows(context)
  const completions = completionRows(context, accounts)
  const serviceAccounts = serviceAccountRows(context, projects, organisations)
  const profiles = paymentProfileRows(context, customers)
  const customerCredits = customerCreditRows(context, customers, [offeringByKey(offerings, 'hpc').uuid])
  const invoices = createInvoices(
    context,
    resources,
    customers,
    new Map(customerCredits.map((credit) => [credit.customer_uuid as string, credit.uuid as string])),
    new Set(
      profiles
        .filter((profile) => profile.is_active && profile.payment_type === 'fixed_price')
        .map((profile) => profile.organization_uuid as string),
    ),
  )
  const credited = projects.filter((project) => project.index % 9 === 4 && !project.isRemoved)

  return {
    _metadata: metadata,
    users: userRows(people),
    ssh_public_keys: keyRows(context, people),
    organization_groups: organizationGroupRows(context),
    customers: customerRows(context, organisations),
    payment_profiles: profiles,
    service_providers: serviceProviderRows(context, providers),
    project_types: projectTypeRows(context),
    projects: projectRows(projects),
    category_groups: categories.groups,
    categories: categories.categories,
    tags: tagRows(context),
    offerings: offeringRows(context, offerings, enclave),
    offering_endpoints: endpointRows(context, offerings),
    offering_partitions: partitionRows(context, offerings),
    offering_terms_of_service: termsRows(context, offerings),
    offering_user_attribute_configs: attributeConfigRows(context, offerings),
    plans: planRows(context, offerings),
    offering_components: componentRows(offerings),
    plan_components: planComponentRows(offerings),
    resources: resourceRows(context, resources, usages.current),
    resource_plan_periods: planPeriodRows(context, resources),
    component_usages: usages.componentUsages,
    component_user_usages: usages.userUsages,
    orders: orderRows(context, resources, teams),
    roles: roles.roles,
    role_permissions: roles.permissions,
    checklists: checklists.checklists,
    questions: checklists.questions,
    question_options: checklists.options,
    question_dependencies: checklists.dependencies,
    user_roles: teams.rows,
    project_service_accounts: serviceAccounts.project,
    customer_service_accounts: serviceAccounts.customer,
    course_accounts: courseAccountRows(context, projects, people),
    customer_credits: customerCredits,
    project_credits: projectCreditRows(
      context,
      credited.map((project) => project.uuid),
    ),
    invoices: invoices.invoices,
    invoice_items: invoices.items,
    offering_users: offeringUserRows(accounts),
    user_offering_consents: consentRows(context, accounts),
    robot_accounts: robotAccountRows(context, resources, teams),
    checklist_completions: completions.completions,
    answers: completions.answers,
    campaigns: campaignRows(context, providers, offerings),
    issue_statuses: issueStatusRows(context),
    issues: issueRows(context, resources, teams),
  }
}
