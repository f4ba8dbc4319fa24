import type { Policy } from '../policy.ts'

const staffOn = <K extends 'customer' | 'organization_group' | 'payment_profile' | 'any_project'>(target: K) =>
  ({ who: 'staff', target }) as const

const projectUpdate = {
  who: 'holder',
  target: 'project',
  permission: 'PROJECT.UPDATE',
  at: ['project', 'customer'],
} as const
const customerUpdate = { who: 'holder', target: 'customer', permission: 'CUSTOMER.UPDATE', at: ['customer'] } as const

export const organizationPolicies = {
  customers_list: { who: 'user' },
  customers_create: { who: 'staff' },
  customers_update: customerUpdate,
  customers_partial_update: customerUpdate,
  customers_destroy: staffOn('customer'),
  customers_update_organization_groups: staffOn('customer'),
  customers_contact: { ...customerUpdate, permission: ['CUSTOMER.CONTACT_UPDATE', 'CUSTOMER.UPDATE'] },
  customers_users_list: { who: 'reader', target: 'customer', permission: 'CUSTOMER.LIST_USERS', at: ['customer'] },
  customers_stats_retrieve: { who: 'visible', target: 'customer' },
  customers_countries_list: { who: 'user' },
  projects_list: { who: 'user' },
  // The organization comes from the body.
  projects_create: { who: 'user' },
  projects_update: projectUpdate,
  projects_partial_update: projectUpdate,
  projects_destroy: { who: 'holder', target: 'project', permission: 'PROJECT.DELETE', at: ['customer'] },
  projects_move_project: staffOn('any_project'),
  projects_recover: { who: 'holder', target: 'any_project', permission: 'PROJECT.CREATE', at: ['customer'] },
  projects_stats_retrieve: { who: 'visible', target: 'project' },
  projects_other_users_list: {
    who: 'reader',
    target: 'project',
    permission: 'PROJECT.CREATE_PERMISSION',
    at: ['project', 'customer'],
  },
  project_types_list: { who: 'user' },
  organization_groups_list: { who: 'user' },
  organization_groups_create: { who: 'staff' },
  organization_groups_update: staffOn('organization_group'),
  organization_groups_partial_update: staffOn('organization_group'),
  organization_groups_destroy: staffOn('organization_group'),
  payment_profiles_list: { who: 'user' },
  payment_profiles_create: { who: 'staff' },
  payment_profiles_update: staffOn('payment_profile'),
  payment_profiles_partial_update: staffOn('payment_profile'),
  payment_profiles_destroy: staffOn('payment_profile'),
  payment_profiles_enable: staffOn('payment_profile'),
} as const satisfies Record<string, Policy>
