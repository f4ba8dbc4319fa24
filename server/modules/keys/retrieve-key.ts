import type { SshKey } from '../../../contract/schemas/users.ts'
import { targets } from '../../access/targets/index.ts'
import type { Authenticated, Context } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler, Wire } from '../../handler.ts'
import { readObject } from '../../list/selection.ts'
import { pathUuid } from '../../path-uuid.ts'
import { keyColumns } from './view.ts'

export const readKey = async (
  context: Context & Authenticated,
  uuid: string,
  field?: readonly string[],
): Promise<Wire<typeof SshKey>> => {
  const { from, visible } = targets.ssh_key
  const source = sql`${from} where ssh_key.uuid = ${uuid} and ${visible(context.actor)}`
  const key = await readObject(context, source, keyColumns(context), field)
  if (!key) throw new NotFound('SshPublicKey')
  return key
}

export const retrieveKey: Handler<'keys_retrieve'> = async (context, { params, query }) =>
  readKey(context, pathUuid(params.uuid, 'SshPublicKey'), query.field)
