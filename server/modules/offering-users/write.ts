import { requireAvailable } from '../../access/available.ts'
import { managesAccounts } from '../../access/manages-accounts.ts'
import { ON_PROVIDER } from '../../access/policies/accounts.ts'
import { holdsOnTarget, requirePermission } from '../../access/target.ts'
import { catalogueTargets } from '../../access/targets/catalogue.ts'
import type { Actor } from '../../context.ts'
import type { Queryable } from '../../db/database.ts'
import { anyOf, join, sql, when } from '../../db/sql.ts'
import { Forbidden, NonFieldError, RuleError, ValidationError } from '../../errors.ts'
import { Reply, resolving, type Handler } from '../../handler.ts'
import { linkTo, objectOf } from '../../links.ts'
import { createAccount, emitAccountEvent, renameAccount, type Person, type TargetOffering } from './account.ts'
import { readAccount } from './list.ts'
import { lockAccount, type AccountContext } from './locked.ts'
import { offeringUserMachine } from './machine.ts'

interface FoundOffering extends TargetOffering {
  provider_id: string | null
  manages_accounts: boolean
}

/** An offering that the caller sees, as its provider or in the catalogue. */
const offeringBy = (db: Queryable, actor: Actor, uuid: string): Promise<FoundOffering | undefined> =>
  db.maybeOne<FoundOffering>(sql`
    select offering.id, offering.uuid, offering.name, offering.customer_id, service_provider.id as provider_id,
      ${managesAccounts} as manages_accounts
    from offering left join service_provider on service_provider.customer_id = offering.customer_id
    where offering.uuid = ${uuid} and ${anyOf([
      catalogueTargets.public_offering.visible(actor),
      catalogueTargets.offering.visible(actor),
    ])}
    for key share of offering
  `)

const personBy = (db: Queryable, uuid: string): Promise<Person | undefined> =>
  db.maybeOne<Person>(sql`select id, uuid, username from app_user where uuid = ${uuid} for key share`)

export const createOfferingUser = resolving(
  'marketplace_offering_users_create',
  {
    body: {
      offering: ({ db, actor }, link) =>
        linkTo(link, 'marketplace-provider-offerings', (uuid) => offeringBy(db, actor, uuid)),
      offering_uuid: ({ db, actor }, uuid) => objectOf(uuid, (given) => offeringBy(db, actor, given)),
      user: ({ db }, link) => linkTo(link, 'users', (uuid) => personBy(db, uuid)),
      user_uuid: ({ db }, uuid) => objectOf(uuid, (given) => personBy(db, given)),
    },
  },
  async (context, { body }) => {
    const { db } = context
    const offering = body.offering ?? body.offering_uuid
    const person = body.user ?? body.user_uuid
    if (!offering || !person) {
      throw new ValidationError({
        ...(offering ? {} : { offering: ['This field is required.'] }),
        ...(person ? {} : { user: ['This field is required.'] }),
      })
    }
    await requirePermission(context, 'OFFERING.CREATE_USER', scopesOf(offering))
    await requireAvailable(db, offering.customer_id)
    if (!offering.manages_accounts) throw new RuleError('It is not allowed to create users for current offering.')
    const account = await createAccount(db, context, { person, offering, username: body.username ?? null })
    if (!account) throw new NonFieldError('The fields offering, user must make a unique set.')
    const created = await readAccount(context, account.id)
    return new Reply(201, created, { location: created.url ?? '' })
  },
)

const scopesOf = ({ customer_id, provider_id }: FoundOffering) => [
  ...(customer_id === null ? [] : [{ content_type: 'customer', object_id: customer_id } as const]),
  ...(provider_id === null ? [] : [{ content_type: 'service_provider', object_id: provider_id } as const]),
]

/** Nothing but the name of an account can be changed. */
export const updateAccount = async (
  context: AccountContext,
  { body }: { body: { username?: string | null | undefined } },
) => {
  const account = await lockAccount(context)
  if (body.username !== undefined) await renameAccount(context.db, context, account, body.username)
  return readAccount(context, account.id)
}

export const destroyAccount: Handler<'marketplace_offering_users_destroy'> = async (context) => {
  const { db } = context
  const allowed = await holdsOnTarget(context, 'offering_user', 'OFFERING.DELETE_USER', ON_PROVIDER)
  if (!allowed) throw new Forbidden('You do not have permission to delete this user.')
  const account = await lockAccount(context)
  await db.run(sql`
    delete from checklist_completion where content_type = 'offering_user' and object_id = ${account.id}
  `)
  await db.run(sql`delete from offering_user where id = ${account.id}`)
  await emitAccountEvent(db, context, account, {
    event_type: 'marketplace_offering_user_deleted',
    message: `Account for user ${account.person.username} in offering ${account.offering.name} has been deleted.`,
  })
}

export const updateComments: Handler<'marketplace_offering_users_update_comments_partial_update'> = async (
  context,
  { body },
) => {
  const { db } = context
  const account = await lockAccount(context)
  if (account.state === offeringUserMachine.states.Deleted) {
    throw new Forbidden('Cannot update comments for offering user in state: Deleted.')
  }
  const assignments = [
    sql`modified = now()`,
    when(body.service_provider_comment, (value) => sql`service_provider_comment = ${value}`),
    when(body.service_provider_comment_url, (value) => sql`service_provider_comment_url = ${value}`),
  ].filter((assignment) => assignment !== undefined)
  return db.one<{ service_provider_comment: string; service_provider_comment_url: string }>(sql`
    update offering_user set ${join(assignments)} where id = ${account.id}
    returning service_provider_comment, service_provider_comment_url
  `)
}
