import type { ProviderScope } from '../../../context.ts'
import type { GrantScope } from '../../grants/index.ts'

/** The provider as the scope of grants. */
export const providerGrantScope = (provider: ProviderScope): GrantScope => ({
  content_type: 'service_provider',
  object_id: provider.id,
  uuid: provider.uuid,
  name: provider.customer_name,
  customer: {
    id: provider.customer_id,
    uuid: provider.customer_uuid,
    name: provider.customer_name,
    abbreviation: provider.customer_abbreviation,
    contact_details: provider.customer_contact_details,
  },
})
