import { addDays, isoInstant } from './calendar.ts'
import { offeringByKey } from './catalogue.ts'
import type { Offering } from './catalogue.ts'
import type { Context } from './context.ts'
import type { User } from './people.ts'
import type { Row } from './preset.ts'
import { cycle } from './random.ts'
import type { Resource } from './resources.ts'
import type { Teams } from './teams.ts'

export type OfferingUser = {
  uuid: string
  offering: Offering
  user: User
  username: string | null
  state: number
  /** Place among the accounts of the offering, from 0. */
  index: number
  created: Date
}

const MAX_PER_OFFERING = 45
const OK = 5
/** Requested to error deleting, without OK. */
const OTHER_STATES = [1, 2, 3, 4, 6, 7, 8, 9, 10]
const WITHOUT_ACCOUNT = new Set([1, 2, 3, 4, 9])

/** Accounts of people with a live resource of an offering that has accounts. */
export const createOfferingUsers = (
  context: Context,
  offerings: readonly Offering[],
  resources: readonly Resource[],
  teams: Teams,
): OfferingUser[] =>
  offerings
    .filter((offering) => offering.spec.accounts)
    .flatMap((offering) => {
      const live = resources.filter((resource) => resource.offering === offering && resource.state !== 'terminated')
      const users = new Set(live.flatMap((resource) => teams.members.get(resource.project.uuid) ?? []))
      return [...users].slice(0, MAX_PER_OFFERING).map((user, index) => {
        const state = index % 4 === 3 ? cycle(OTHER_STATES, Math.floor(index / 4)) : OK
        return {
          uuid: context.uuid('offering_user', `${offering.spec.key}/${user.username}`),
          offering,
          user,
          username: WITHOUT_ACCOUNT.has(state) ? null : `${offering.spec.key}_${String(index + 1).padStart(4, '0')}`,
          state,
          index,
          created: addDays(context.today, -(5 + ((index * 13) % 200))),
        }
      })
    })

export const offeringUserRows = (accounts: readonly OfferingUser[]): Row[] =>
  accounts.map(({ uuid, offering, user, username, state, index, created }) => {
    const isWaiting = state === 3 || state === 4
    return {
      uuid,
      offering_uuid: offering.uuid,
      user_uuid: user.uuid,
      username,
      state,
      is_restricted: index % 17 === 4,
      service_provider_comment: isWaiting ? 'Please follow the link to finish the sample account' : '',
      service_provider_comment_url: isWaiting ? 'https://accounts.example.org/link/' : '',
      backend_metadata: username ? { uidnumber: 10000 + index } : {},
      created: isoInstant(created),
    }
  })

export const termsRows = (context: Context, offerings: readonly Offering[]): Row[] =>
  (
    [
      ['hpc', '1.0', false],
      ['hpc', '2.0', true],
      ['tenant', '1.0', true],
      ['drive', '0.9', false],
    ] as const
  ).map(([key, version, isActive], index) => ({
    uuid: context.uuid('offering_terms_of_service', `${key}/${version}`),
    offering_uuid: offeringByKey(offerings, key).uuid,
    terms_of_service: `Sample terms ${version}: be nice to the machines.`,
    terms_of_service_link: `https://terms.example.org/${key}/${version}/`,
    version,
    is_active: isActive,
    requires_reconsent: version === '2.0',
    grace_period_days: 60,
    created: isoInstant(addDays(context.today, -300 + index * 60)),
  }))

/** Consents of account holders where there are active terms: some revoked, some missing. */
export const consentRows = (context: Context, accounts: readonly OfferingUser[]): Row[] =>
  accounts
    .filter(({ offering, index }) => ['hpc', 'tenant'].includes(offering.spec.key) && index % 5 !== 4)
    .map(({ offering, user, index, created }) => ({
      uuid: context.uuid('user_offering_consent', `${offering.spec.key}/${user.username}`),
      user_uuid: user.uuid,
      offering_uuid: offering.uuid,
      version: index % 2 === 0 && offering.spec.key === 'hpc' ? '2.0' : '1.0',
      agreement_date: isoInstant(created),
      revocation_date: index % 6 === 2 ? isoInstant(addDays(context.today, -2)) : null,
    }))

export const attributeConfigRows = (context: Context, offerings: readonly Offering[]): Row[] =>
  Object.entries({
    hpc: ['phone_number', 'organization', 'affiliations'],
    allocation: ['organization', 'job_title', 'identity_source'],
    tenant: ['organization', 'nationality', 'civil_number'],
  }).map(([key, names]) => ({
    uuid: context.uuid('offering_user_attribute_config', key),
    offering_uuid: offeringByKey(offerings, key).uuid,
    expose_username: true,
    expose_full_name: true,
    expose_email: true,
    ...Object.fromEntries(names.map((name) => [`expose_${name}`, true])),
  }))
