import { randomUUID } from 'node:crypto'
import type { WriteContext } from '../../context.ts'
import { join, sql } from '../../db/sql.ts'
import { Conflict, NotFound, ValidationError } from '../../errors.ts'
import { Reply, resolving, type Handler, type OfTarget } from '../../handler.ts'
import { linkedUuid, unknownLink } from '../../links.ts'
import { readGroup } from './retrieve-group.ts'

/** Look-up of the parent: its id. */
const groupFields = {
  parent: async ({ db }: WriteContext, link: string): Promise<string> => {
    const uuid = linkedUuid(link, 'organization-groups')
    const parent = await db.maybeOne<{ id: string }>(sql`
      select id from organization_group where uuid = ${uuid} for key share
    `)
    if (!parent) throw unknownLink()
    return parent.id
  },
}

export const createGroup = resolving('organization_groups_create', { body: groupFields }, async (context, { body }) => {
  const uuid = randomUUID()
  await context.db.run(sql`
    insert into organization_group (uuid, name, parent_id) values (${uuid}, ${body.name}, ${body.parent ?? null})
  `)
  const group = await readGroup(context, uuid)
  return new Reply(201, group, { location: group.url ?? '' })
})

/** 400 when the wanted parent is the group itself or below it. */
const checkAncestors = async ({ db, target }: WriteContext & OfTarget, parent: string): Promise<void> => {
  const { is_below } = await db.one<{ is_below: boolean }>(sql`
    with recursive ancestor (id, parent_id) as (
      select id, parent_id from organization_group where id = ${parent}
      union
      select above.id, above.parent_id from organization_group as above join ancestor on above.id = ancestor.parent_id
    )
    select exists (select 1 from ancestor where id = ${target.id}) as is_below
  `)
  if (is_below) throw new ValidationError({ parent: ['A group cannot be below itself.'] })
}

const change = async (context: WriteContext & OfTarget, body: { name?: string; parent?: string | null }) => {
  const { db, target } = context
  const assignments = [sql`modified = now()`]
  if (body.name !== undefined) assignments.push(sql`name = ${body.name}`)
  if (body.parent !== undefined) {
    // One change of the tree at a time, or two of them could close a circle together.
    await db.run(sql`select 1 from organization_group order by id for no key update`)
    if (body.parent !== null) await checkAncestors(context, body.parent)
    assignments.push(sql`parent_id = ${body.parent}`)
  }
  const updated = await db.run(sql`update organization_group set ${join(assignments)} where id = ${target.id}`)
  if (updated === 0) throw new NotFound('OrganizationGroup')
  return readGroup(context, target.uuid)
}

export const updateGroup = resolving('organization_groups_update', { body: groupFields }, (context, { body }) =>
  change(context, body),
)

export const patchGroup = resolving('organization_groups_partial_update', { body: groupFields }, (context, { body }) =>
  change(context, body),
)

/**
 * The groups below go with it; organizations only leave them. 409 when an offering or plan would be left without any
 * group: it would be open to everybody.
 */
export const destroyGroup: Handler<'organization_groups_destroy'> = async ({ db, target }) => {
  // All of them, so that no offering changes its groups meanwhile, and no other group is deleted.
  await db.run(sql`select 1 from organization_group order by id for update`)
  const opened = await db.maybeOne<{ kind: string; name: string }>(sql`
    with recursive doomed (id) as (
      select ${target.id}::bigint
      union
      select below.id from organization_group as below join doomed on below.parent_id = doomed.id
    )
    select opened.kind, opened.name from (
      select 'offering' as kind, offering.name, offering.id,
        array_agg(allowed.organization_group_id) as groups
      from offering_organization_group as allowed join offering on offering.id = allowed.offering_id
      group by offering.id
      union all
      select 'plan', plan.name, plan.id, array_agg(allowed.organization_group_id)
      from plan_organization_group as allowed join plan on plan.id = allowed.plan_id
      group by plan.id
    ) as opened
    where opened.groups <@ array(select doomed.id from doomed)
    order by opened.kind, opened.id limit 1
  `)
  if (opened) throw new Conflict(`The ${opened.kind} ${opened.name} is for this group only.`)
  const deleted = await db.run(sql`delete from organization_group where id = ${target.id}`)
  if (deleted === 0) throw new NotFound('OrganizationGroup')
}
