import type { Context, OfProvider } from '../../../context.ts'
import { join, raw, sql } from '../../../db/sql.ts'
import { managesAccounts } from '../served.ts'

/** Attributes that an offering's configuration can expose; each has a column `expose_<name>`. */
const CONFIGURABLE = [
  'username',
  'full_name',
  'email',
  'phone_number',
  'organization',
  'job_title',
  'affiliations',
  'gender',
  'personal_title',
  'place_of_birth',
  'country_of_residence',
  'nationality',
  'nationalities',
  'organization_country',
  'organization_type',
  'organization_registry_code',
  'eduperson_assurance',
  'civil_number',
  'birth_date',
  'identity_source',
  'active_isds',
] as const

/** `registration_method` has no flag: only the default list can expose it. */
export type UserAttribute = (typeof CONFIGURABLE)[number] | 'registration_method'

const FALLBACK = ['username', 'full_name', 'email']

const ATTRIBUTES: readonly string[] = [...CONFIGURABLE, 'registration_method'] satisfies UserAttribute[]
const isAttribute = (name: string): name is UserAttribute => ATTRIBUTES.includes(name)

/**
 * The attributes of users that the provider sees: over its offerings that manage accounts, the union of their
 * configurations, or the default list for those without one and for a provider without such offerings.
 */
export const exposedAttributes = async ({
  db,
  config,
  provider,
}: Context & OfProvider): Promise<ReadonlySet<string>> => {
  const rows = await db.rows<Record<string, boolean | null>>(
    sql`
    select ${join(CONFIGURABLE.map((name) => sql`configuration.${raw(`expose_${name}`)} as ${raw(name)}`))}
    from offering
    left join offering_user_attribute_config as configuration on configuration.offering_id = offering.id
    where offering.customer_id = ${provider.customer_id} and ${managesAccounts}
  `,
    { prepare: 'walk' },
  )
  const configured = config.DEFAULT_OFFERING_USER_ATTRIBUTES
  const byDefault = (configured.length > 0 ? configured : FALLBACK).filter(isAttribute)
  const exposed = new Set<string>(rows.length === 0 ? byDefault : [])
  for (const row of rows) {
    const isConfigured = row.username !== null
    for (const name of isConfigured ? CONFIGURABLE.filter((name) => row[name]) : byDefault) exposed.add(name)
  }
  return exposed
}
