import type { OrganizationGroup } from '../../../contract/schemas/organizations.ts'
import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler, Wire } from '../../handler.ts'
import { pathUuid } from '../../path-uuid.ts'
import { organizationGroupJson } from './group-json.ts'

export const retrieveGroup: Handler<'organization_groups_retrieve'> = async ({ db, origin }, { params }) => {
  const uuid = pathUuid(params.uuid, 'OrganizationGroup')
  const found = await db.maybeOne<{ body: Wire<typeof OrganizationGroup> }>(sql`
    select ${organizationGroupJson(origin)} as body from organization_group where organization_group.uuid = ${uuid}
  `)
  if (!found) throw new NotFound('OrganizationGroup')
  return found.body
}
