import type { LeftOut } from './left-out.ts'

export const accountsLeftOut = {
  marketplace_offering_users_profile_field_warnings_count: {
    method: 'head',
    path: '/api/marketplace-offering-users/profile_field_warnings/',
    reason: 'The published contract does not say what it answers; an account itself names what its user has not filled in.',
  },
  marketplace_offering_users_profile_field_warnings_retrieve: {
    method: 'get',
    path: '/api/marketplace-offering-users/profile_field_warnings/',
    reason: 'The published contract does not say what it answers; an account itself names what its user has not filled in.',
  },
  marketplace_site_agent_identities_cleanup_orphaned: {
    method: 'post',
    path: '/api/marketplace-site-agent-identities/cleanup_orphaned/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_identities_count: {
    method: 'head',
    path: '/api/marketplace-site-agent-identities/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_identities_create: {
    method: 'post',
    path: '/api/marketplace-site-agent-identities/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_identities_destroy: {
    method: 'delete',
    path: '/api/marketplace-site-agent-identities/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_identities_list: {
    method: 'get',
    path: '/api/marketplace-site-agent-identities/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_identities_register_event_subscription: {
    method: 'post',
    path: '/api/marketplace-site-agent-identities/{uuid}/register_event_subscription/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_identities_register_service: {
    method: 'post',
    path: '/api/marketplace-site-agent-identities/{uuid}/register_service/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_identities_retrieve: {
    method: 'get',
    path: '/api/marketplace-site-agent-identities/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_identities_update: {
    method: 'put',
    path: '/api/marketplace-site-agent-identities/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_services_cleanup_stale: {
    method: 'post',
    path: '/api/marketplace-site-agent-services/cleanup_stale/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_services_count: {
    method: 'head',
    path: '/api/marketplace-site-agent-services/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_services_destroy: {
    method: 'delete',
    path: '/api/marketplace-site-agent-services/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_services_list: {
    method: 'get',
    path: '/api/marketplace-site-agent-services/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_services_register_processor: {
    method: 'post',
    path: '/api/marketplace-site-agent-services/{uuid}/register_processor/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_services_retrieve: {
    method: 'get',
    path: '/api/marketplace-site-agent-services/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_services_set_statistics: {
    method: 'post',
    path: '/api/marketplace-site-agent-services/{uuid}/set_statistics/',
    reason: 'Not built yet.',
  },
} as const satisfies Record<string, LeftOut>
