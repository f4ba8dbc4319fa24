import { requirePermission } from '../../access/target.ts'
import { targets } from '../../access/targets/index.ts'
import { violatedConstraint } from '../../db/database.ts'
import { allOf, sql } from '../../db/sql.ts'
import { NonFieldError, NotFound, ValidationError } from '../../errors.ts'
import { Reply, type Handler, type OfTarget } from '../../handler.ts'
import { linkedUuid, unknownLink } from '../../links.ts'
import type { WriteContext } from '../../context.ts'
import { pathOfUrl } from '../../../contract/values.ts'
import type { Decimal } from '../../../contract/decimals.ts'
import { readLimit } from './view.ts'

const NOT_UNIQUE = new NonFieldError('The fields resource, component, user must make a unique set.')

/** Resources have two addresses. */
const collectionOf = (link: string): string =>
  pathOfUrl(link)?.startsWith('/api/marketplace-provider-resources/') === true
    ? 'marketplace-provider-resources'
    : 'marketplace-resources'

export const createLimit: Handler<'component_user_usage_limits_create'> = async (context, { body }) => {
  const { db, actor } = context
  const resourceUuid = linkedUuid(body.resource, collectionOf(body.resource), 'resource')
  const accountUuid = linkedUuid(body.user, 'marketplace-offering-users', 'user')
  const { from, visible } = targets.resource
  const resource = await db.maybeOne<{ id: string; project_id: string; customer_id: string; offering_id: string }>(sql`
    select resource.id::text, project.id::text as project_id, project.customer_id::text, offering.id::text as offering_id
    ${from} where ${allOf([sql`resource.uuid = ${resourceUuid}`, visible(actor)])}
  `)
  if (!resource) throw unknownLink('resource')
  await requirePermission(context, 'RESOURCE.CONSUMPTION_LIMITATION', [
    { content_type: 'project', object_id: resource.project_id },
    { content_type: 'customer', object_id: resource.customer_id },
  ])
  const component = await db.maybeOne<{ id: string }>(sql`
    select id from offering_component where uuid = ${body.component} and offering_id = ${resource.offering_id}
  `)
  if (!component) throw new ValidationError({ component: [`Object with uuid=${body.component} does not exist.`] })
  const account = await db.maybeOne<{ id: string }>(sql`
    select id from offering_user where uuid = ${accountUuid} and offering_id = ${resource.offering_id}
  `)
  if (!account) throw unknownLink('user')
  const created = await db
    .one<{ id: string }>(
      sql`
        insert into component_user_usage_limit (resource_id, component_id, offering_user_id, limit_value)
        values (${resource.id}, ${component.id}, ${account.id}, ${body.limit ?? '0'})
        returning id
      `,
    )
    .catch((error: unknown) => {
      const constraint = 'component_user_usage_limit_resource_component_offering_user_key'
      throw violatedConstraint(error) === constraint ? NOT_UNIQUE : error
    })
  return new Reply(201, await readLimit(context, created.id))
}

/** C-142: what a limit is on stays; only the limit itself can be changed. */
const changeLimit = async (context: WriteContext & OfTarget, limit: Decimal | undefined) => {
  const { db, target } = context
  const changed = await db.run(sql`
    update component_user_usage_limit
    set limit_value = coalesce(${limit ?? null}::numeric, limit_value), modified = now() where id = ${target.id}
  `)
  if (changed === 0) throw new NotFound('ComponentUserUsageLimit')
  return readLimit(context, target.id)
}

export const updateLimit: Handler<'component_user_usage_limits_update'> = (context, { body }) =>
  changeLimit(context, body.limit)

export const patchLimit: Handler<'component_user_usage_limits_partial_update'> = (context, { body }) =>
  changeLimit(context, body.limit)

export const destroyLimit: Handler<'component_user_usage_limits_destroy'> = async ({ db, target }) => {
  await db.run(sql`delete from component_user_usage_limit where id = ${target.id}`)
}
