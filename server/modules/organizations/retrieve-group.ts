import type { OrganizationGroup } from '../../../contract/schemas/organizations.ts'
import type { Context } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler, Wire } from '../../handler.ts'
import { pathUuid } from '../../path-uuid.ts'
import { organizationGroupJson } from './group-json.ts'

export const readGroup = async ({ db, origin }: Context, uuid: string): Promise<Wire<typeof OrganizationGroup>> => {
  const found = await db.maybeOne<{ body: Wire<typeof OrganizationGroup> }>(sql`
    select ${organizationGroupJson(origin)} as body from organization_group where organization_group.uuid = ${uuid}
  `)
  if (!found) throw new NotFound('OrganizationGroup')
  return found.body
}

export const retrieveGroup: Handler<'organization_groups_retrieve'> = (context, { params }) =>
  Promise.resolve(pathUuid(params.uuid, 'OrganizationGroup')).then((uuid) => readGroup(context, uuid))
