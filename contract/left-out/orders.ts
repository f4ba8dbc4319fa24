import type { LeftOut } from './left-out.ts'

export const ordersLeftOut = {
  marketplace_provider_resources_glauth_users_config_retrieve: {
    method: 'get',
    path: '/api/marketplace-provider-resources/{uuid}/glauth_users_config/',
    reason: 'Configurations for GLAuth belong to a plugin that Purveyor does not have.',
  },
  marketplace_provider_resources_pull: {
    method: 'post',
    path: '/api/marketplace-provider-resources/{uuid}/pull/',
    reason: 'There is no backend to pull from: providers and their agents report what they know.',
  },
  marketplace_provider_resources_set_keycloak_scopes: {
    method: 'post',
    path: '/api/marketplace-provider-resources/{uuid}/set_keycloak_scopes/',
    reason: 'Scopes of Keycloak belong to a plugin that Purveyor does not have.',
  },
  marketplace_resources_estimate_renewal: {
    method: 'post',
    path: '/api/marketplace-resources/{uuid}/estimate_renewal/',
    reason: 'Prepaid resources are not sold.',
  },
  marketplace_resources_glauth_users_config_retrieve: {
    method: 'get',
    path: '/api/marketplace-resources/{uuid}/glauth_users_config/',
    reason: 'Configurations for GLAuth belong to a plugin that Purveyor does not have.',
  },
  marketplace_resources_pull: {
    method: 'post',
    path: '/api/marketplace-resources/{uuid}/pull/',
    reason: 'There is no backend to pull from: providers and their agents report what they know.',
  },
  marketplace_resources_reallocate_limits: {
    method: 'post',
    path: '/api/marketplace-resources/{uuid}/reallocate_limits/',
    reason: 'Limits are moved between resources by one order each.',
  },
  marketplace_resources_renew: {
    method: 'post',
    path: '/api/marketplace-resources/{uuid}/renew/',
    reason: 'Prepaid resources are not sold.',
  },
} as const satisfies Record<string, LeftOut>
