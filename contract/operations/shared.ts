import { z } from 'zod'
import { JSON_BODY } from '../operation.ts'
import { pageParam, pageSizeParam } from '../list-params.ts'

export const PROVIDERS = '/api/marketplace-service-providers/'
export const PROVIDER = `${PROVIDERS}{uuid}/` as const
/** Nested lists name their path parameter differently in the published contract. */
export const OF_PROVIDER = `${PROVIDERS}{service_provider_uuid}/` as const

export const PROVIDERS_TAG = 'marketplace-service-providers'

/** Parameters of a paged list: its filters, then page and page size. */
export const listQuery = <const T extends z.ZodRawShape>(filters: T) =>
  z.object({ ...filters, page: pageParam(), page_size: pageSizeParam() })

/** A successful answer with a JSON body. */
export const ok = <const T extends z.ZodType>(schema: T) => ({ status: 200, schema }) as const

/** A body that is JSON and nothing else, with the name of its component. */
export const jsonBody = <const T extends z.ZodType, const R extends boolean = false>(
  component: string,
  schema: T,
  required: R = false as R,
) => ({ schema, components: { 'application/json': component }, types: JSON_BODY, required }) as const
