import { canonicalUuid } from '../../../contract/values.ts'
import type { Context } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { readObject } from '../../list/selection.ts'
import { providerColumns, providerJoins, type ServiceProviderWire } from './view.ts'

/** The provider as the caller sees it; 404 when there is none with this uuid. */
export const readProvider = async (
  context: Context,
  uuid: string,
  field?: readonly string[],
): Promise<ServiceProviderWire> => {
  const provider = await readObject(
    context,
    sql`from service_provider ${providerJoins} where service_provider.uuid = ${uuid}`,
    providerColumns(context),
    field,
  )
  if (!provider) throw new NotFound('ServiceProvider')
  return provider
}

export const retrieveProvider: Handler<'marketplace_service_providers_retrieve'> = async (
  context,
  { params, query },
) => {
  const uuid = canonicalUuid(params.uuid ?? '')
  if (uuid === undefined) throw new NotFound('ServiceProvider')
  return readProvider(context, uuid, query.field)
}
