import type { Queryable } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { linkedUuid, unknownLink } from '../../links.ts'

/** Ids of the organization groups behind the links of `organization_groups`, each once; 400 for an unknown one. */
export const findOrganizationGroups = async (db: Queryable, links: readonly string[]): Promise<string[]> => {
  const uuids = [...new Set(links.map((link) => linkedUuid(link, 'organization-groups', 'organization_groups')))]
  const rows = await db.rows<{ id: string }>(sql`
    select id from organization_group where uuid = any(${uuids}::uuid[]) order by id for key share
  `)
  if (rows.length < uuids.length) throw unknownLink('organization_groups')
  return rows.map(({ id }) => id)
}
