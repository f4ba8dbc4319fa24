import { z } from 'zod'
import { operation } from '../operation.ts'
import { fieldParam } from '../list-params.ts'
import { ProviderPlanDetails } from '../schemas/catalogue.ts'
import { Customer, CustomerFieldEnum } from '../schemas/customers.ts'
import { OrganizationGroup, PaymentProfile } from '../schemas/organizations.ts'
import { Project, ProjectFieldEnum, ProjectType } from '../schemas/projects.ts'
import { SshKey, SshKeyFieldEnum } from '../schemas/users.ts'
import { ok } from './shared.ts'

/** Single objects that the lists of a provider link to. */
export const detailOperations = {
  customers_retrieve: operation({
    method: 'get',
    path: '/api/customers/{uuid}/',
    tag: 'customers',
    summary: 'Get an organization',
    query: z.object({ field: fieldParam(CustomerFieldEnum.options, 'CustomerFieldEnum') }),
    success: ok(Customer),
  }),
  projects_retrieve: operation({
    method: 'get',
    path: '/api/projects/{uuid}/',
    tag: 'projects',
    summary: 'Get a project',
    query: z.object({ field: fieldParam(ProjectFieldEnum.options, 'ProjectFieldEnum') }),
    success: ok(Project),
  }),
  keys_retrieve: operation({
    method: 'get',
    path: '/api/keys/{uuid}/',
    tag: 'keys',
    summary: 'Get a public SSH key',
    query: z.object({ field: fieldParam(SshKeyFieldEnum.options, 'SshKeyFieldEnum') }),
    success: ok(SshKey),
  }),
  marketplace_plans_retrieve: operation({
    method: 'get',
    path: '/api/marketplace-plans/{uuid}/',
    tag: 'marketplace-plans',
    summary: 'Get a plan of an offering',
    success: ok(ProviderPlanDetails),
    anonymous: true,
  }),
  organization_groups_retrieve: operation({
    method: 'get',
    path: '/api/organization-groups/{uuid}/',
    tag: 'organization-groups',
    summary: 'Get a group of organizations',
    success: ok(OrganizationGroup),
  }),
  payment_profiles_retrieve: operation({
    method: 'get',
    path: '/api/payment-profiles/{uuid}/',
    tag: 'payment-profiles',
    summary: 'Get a payment profile of an organization',
    success: ok(PaymentProfile),
  }),
  project_types_retrieve: operation({
    method: 'get',
    path: '/api/project-types/{uuid}/',
    tag: 'project-types',
    summary: 'Get a type of projects',
    success: ok(ProjectType),
  }),
} as const
