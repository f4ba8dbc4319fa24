import { isoUuid, sql, type Sql } from '../../db/sql.ts'

/** An organization group as nested JSON; `organization_group` must be in scope. A root group has no parent keys. */
export const organizationGroupJson = (origin: string): Sql => sql`(
  select jsonb_build_object(
    'uuid', ${isoUuid(sql`organization_group.uuid`)},
    'url', ${origin} || '/api/organization-groups/' || ${isoUuid(sql`organization_group.uuid`)} || '/',
    'name', organization_group.name
  ) || case when parent.id is null then jsonb_build_object('parent', null) else jsonb_build_object(
    'parent_uuid', ${isoUuid(sql`parent.uuid`)},
    'parent_name', parent.name,
    'parent', ${origin} || '/api/organization-groups/' || ${isoUuid(sql`parent.uuid`)} || '/'
  ) end || jsonb_build_object('customers_count', (
    select count(*) from customer_organization_group as member
    where member.organization_group_id = organization_group.id
  ))
  from (select 1) as one left join organization_group as parent on parent.id = organization_group.parent_id
)`

/** Organization groups as nested JSON, by name; `ids` is a sub-select of their ids. */
export const organizationGroupsJson = (origin: string, ids: Sql): Sql => sql`(
  select coalesce(jsonb_agg(${organizationGroupJson(origin)} order by organization_group.name, organization_group.id), '[]')
  from organization_group where organization_group.id in (${ids})
)`
