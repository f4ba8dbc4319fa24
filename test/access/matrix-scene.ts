import type { Caller, TestApp } from '../harness/index.ts'
import { makeCallers, type ByCaller, type Markets } from './callers.ts'
import { checkedOffering, furnish, Labels } from './furniture.ts'
import type { ProviderOperationId, Target } from './matrix.ts'

// What the read operations of the matrix see: two providers that share a project of one consumer, and around it what
// a wrong join would show.

export interface Scene extends Markets {
  callers: ByCaller<Caller>
  labels: Labels
  /** An administrator of the shared project. */
  admin: { id: string; hex: string }
}

const PAST = '2024-01-01T00:00:00Z'

export const makeScene = async (app: TestApp): Promise<Scene> => {
  const { world } = app
  const labels = new Labels()
  const own = await world.marketplace()
  const other = await world.marketplace()
  const callers = await makeCallers(app, { own, other })
  const made = (name: keyof typeof callers) => callers[name] as { id: string; hex: string; uuid: string }
  const admin = made('consumer admin')
  labels.name({
    ...{ provider: own.provider, consumer: own.consumer, project: own.project, offering: own.offering },
    ...{ 'other-provider': other.provider, distant: other.consumer, 'distant-project': other.project },
    ...{ 'other-offering': other.offering },
    ...{ admin, member: made('consumer member'), manager: made('provider manager') },
  })

  // The other provider serves the shared project, too, and one of its own consumers.
  await world.resource(other.offering, own.project)
  const traveller = await world.member(other.project)
  const otherManager = await world.user()
  await world.grant(otherManager, 'CUSTOMER.MANAGER', 'service_provider', other.provider)
  labels.name({ traveller, 'other-manager': otherManager })

  const checked = await checkedOffering(world, own.provider.customer)
  const otherChecked = await checkedOffering(world, other.provider.customer, { type: 'Support.OfferingTemplate' })
  labels.name({
    ...{ checked: checked.offering, checklist: checked.checklist },
    ...{ 'other-checked': otherChecked.offering, 'other-checklist': otherChecked.checklist },
  })
  const things = await furnish(world, { ...own, user: admin })
  const distant = await furnish(world, { ...other, user: traveller })
  labels.name({
    ...{ key: things.key, course: things.course, service: things.service, account: things.account },
    ...{ 'distant-key': distant.key, 'distant-course': distant.course, 'distant-service': distant.service },
    'distant-account': distant.account,
  })

  // Members who are gone: their keys are shown to staff at most.
  const inactive = await world.member(own.project, { is_active: false })
  const expired = await world.user()
  await world.grant(expired, 'PROJECT.ADMIN', 'project', own.project, { expiration_time: PAST })
  const key = (user: { id: string }) =>
    world.insert('ssh_key', { user_id: user.id, public_key: 'ssh-ed25519 AAAA sample' })
  labels.name({ 'inactive-key': await key(inactive), 'expired-key': await key(expired), inactive, expired })

  // A former consumer: a terminated resource, and a live one of an offering that is not shared.
  const hidden = await world.offering(own.provider.customer, { shared: false })
  const former = await world.consumer(hidden)
  await world.resource(own.offering, former.project, { state: 6 })
  const formerMember = await world.member(former.project)
  const leftovers = await furnish(world, { ...former, offering: hidden, user: formerMember })
  labels.name({ former: former.customer, 'former-project': former.project, 'former-member': formerMember, hidden })
  labels.name({ 'former-account': leftovers.account, 'former-key': leftovers.key, 'former-service': leftovers.service })
  return { own, other, callers, labels, admin }
}

type ListId = Extract<
  ProviderOperationId,
  `${string}_list` | `${string}_overview` | `${string}_compliance` | `${string}_summary`
>

interface Rows {
  own: string
  other: string
  /** Of targets that do not exist, where that is no 404. */
  none?: string
  /** Where staff sees more. */
  staff?: Pick<Record<Target, string>, 'own' | 'other'>
}

/** The rows of each list, by name. */
export const ROWS: Record<ListId, Rows> = {
  marketplace_service_providers_list: { own: 'provider', other: 'other-provider', none: '' },
  marketplace_service_providers_customers_list: { own: 'consumer', other: 'consumer distant' },
  marketplace_service_providers_user_customers_list: { own: 'consumer', other: 'consumer' },
  marketplace_service_providers_projects_list: { own: 'project', other: 'distant-project project' },
  marketplace_service_providers_customer_projects_list: { own: 'project', other: 'project' },
  marketplace_service_providers_project_permissions_list: { own: 'admin member', other: 'admin member traveller' },
  marketplace_service_providers_users_list: { own: 'admin member', other: 'admin member traveller' },
  marketplace_service_providers_keys_list: {
    own: 'key',
    other: 'distant-key key',
    staff: { own: 'inactive-key key', other: 'distant-key inactive-key key' },
  },
  marketplace_service_providers_offerings_list: { own: 'checked offering', other: 'other-checked other-offering' },
  marketplace_service_providers_offerings_types_list: {
    own: 'Marketplace.Basic',
    other: 'Marketplace.Basic Support.OfferingTemplate',
  },
  marketplace_service_providers_list_users_list: { own: 'manager', other: 'other-manager' },
  marketplace_service_providers_project_service_accounts_list: { own: 'service', other: 'distant-service service' },
  marketplace_service_providers_course_accounts_list: { own: 'course', other: 'course distant-course' },
  service_provider_compliance_overview: { own: 'checked', other: 'other-checked' },
  service_provider_checklists_summary: { own: 'checklist', other: 'other-checklist' },
  // Accounts and robots are shown for offerings that are not shared, too.
  service_provider_offering_users_compliance: { own: 'account former-account', other: 'distant-account' },
  marketplace_service_providers_robot_account_customers_list: { own: 'consumer former', other: 'distant' },
  marketplace_service_providers_robot_account_projects_list: {
    own: 'former-project project',
    other: 'distant-project',
  },
  marketplace_service_providers_revenue_list: { own: '', other: '' },
}

/** Query parameters without which a list is empty, or longer than the two providers. */
export const queryOf = (
  id: ProviderOperationId,
  target: Target,
  { own, other, admin }: Scene,
): Record<string, string> => {
  if (id === 'marketplace_service_providers_user_customers_list') return { user_uuid: admin.hex }
  if (id === 'marketplace_service_providers_customer_projects_list') return { project_customer_uuid: own.consumer.hex }
  if (id !== 'marketplace_service_providers_list') return {}
  return { customer_uuid: { own, other, none: { provider: { customer: own.project } } }[target].provider.customer.hex }
}
