import { USER_ATTRIBUTES } from '../../../contract/operations/catalogue/user-attributes.ts'
import type { OfferingUser } from '../../../contract/schemas/offering-users.ts'
import { isPrivileged } from '../../access/visibility.ts'
import type { ViewContext } from '../../context.ts'
import { anyOf, join, raw, sql, type Sql } from '../../db/sql.ts'
import type { Wire } from '../../handler.ts'
import { stateLabel } from '../../lib/state-machine.ts'
import {
  flag,
  json,
  link,
  nullableDate,
  nullableNumber,
  nullableText,
  optional,
  text,
  timestamp,
  uuid,
} from '../../list/columns.ts'
import { perCaller } from '../../list/made-once.ts'
import type { Column } from '../../list/selection.ts'
import { wireTimestamp } from '../../lib/wire.ts'
import { fullNameSql } from '../../access/users.ts'
import { offeringUserMachine, type OfferingUserStateLabel } from './machine.ts'

type Attribute = (typeof USER_ATTRIBUTES)[number]

export const accountJoins = sql`
  join offering on offering.id = offering_user.offering_id
  join app_user on app_user.id = offering_user.user_id
  left join customer on customer.id = offering.customer_id
  left join offering_user_attribute_config as configuration on configuration.offering_id = offering.id
  left join offering_terms_of_service as terms on terms.offering_id = offering.id and terms.is_active
  left join user_offering_consent as consent on consent.offering_id = offering.id
    and consent.user_id = offering_user.user_id and consent.revocation_date is null`

/** The user agreed to the terms of the offering; `accountJoins` in scope. */
export const hasConsent = sql`(consent.id is not null)`

const DEFAULT: readonly string[] = ['username', 'full_name', 'email']

/** Whether the offering shows the attribute to its provider. */
const isExposed = ({ config }: Pick<ViewContext, 'config'>, attribute: Attribute): Sql => {
  const configured = config.DEFAULT_OFFERING_USER_ATTRIBUTES
  const byDefault = (configured.length > 0 ? configured : DEFAULT).includes(attribute)
  return sql`coalesce(configuration.${raw(`expose_${attribute}`)}, ${byDefault})`
}

/**
 * Condition while consent is enforced: the user agreed to the terms of the offering, there are none, or it is the
 * caller himself. Only what is told is narrowed: a provider can still remove the account of who withdrew (C-203).
 */
export const isConsented = ({ config, actor }: ViewContext): Sql =>
  !config.ENFORCE_USER_CONSENT_FOR_OFFERINGS || isPrivileged(actor)
    ? sql`true`
    : anyOf([hasConsent, sql`terms.id is null`, sql`offering_user.user_id = ${actor.id}::bigint`])

/**
 * Whether the caller sees the attribute of the account's user: what the offering shows and the user consents to, to
 * staff, to support and to the user himself everything (C-200).
 */
export const seesAttribute = (context: ViewContext, attribute: Attribute): Sql =>
  isPrivileged(context.actor)
    ? sql`true`
    : sql`(${isExposed(context, attribute)} and ${isConsented(context)} or offering_user.user_id = ${context.actor.id}::bigint)`

/** Columns of app_user behind the attributes of which a user may lack one. */
const STORED: Partial<Record<Attribute, Sql>> = {
  full_name: fullNameSql(sql`app_user`),
  affiliations: sql`nullif(app_user.affiliations::text, '[]')`,
  nationalities: sql`nullif(app_user.nationalities::text, '[]')`,
  eduperson_assurance: sql`nullif(app_user.eduperson_assurance::text, '[]')`,
  active_isds: sql`nullif(app_user.active_isds::text, '[]')`,
}

/** Names of the attributes that the offering shows and the user lacks, as an array of text. */
const missingAttributes = (context: Pick<ViewContext, 'config'>): Sql => {
  const attributes = USER_ATTRIBUTES.map((attribute) => {
    const value = STORED[attribute] ?? sql`app_user.${raw(attribute)}`
    return sql`case when ${isExposed(context, attribute)} and coalesce(${value}::text, '') = '' then ${attribute} end`
  })
  return sql`array_remove(array[${join(attributes)}]::text[], null)`
}

/** The user has filled in all that the offering shows to its provider. */
export const isProfileComplete = (context: Pick<ViewContext, 'config'>): Sql =>
  sql`cardinality(${missingAttributes(context)}) = 0`

const state: Column<OfferingUserStateLabel> = {
  sql: sql`offering_user.state`,
  read: (code: number) => stateLabel<OfferingUserStateLabel>(offeringUserMachine, code),
}

const consentData: Column<Record<string, string> | null> = {
  sql: sql`case when consent.id is not null then jsonb_build_object(
    'uuid', replace(consent.uuid::text, '-', ''), 'version', consent.version,
    'agreement_date', consent.agreement_date::text
  ) end`,
  read: (data: { agreement_date: string } | null) =>
    data && { ...data, agreement_date: wireTimestamp(data.agreement_date) },
}

/** The database holds nothing but the codes of ISO 5218. */
const gender = nullableNumber as (sql: Sql) => Column<0 | 1 | 2 | 9 | null>

/** An account; attributes of its user that the caller does not see are left out. `accountJoins` in scope. */
export const accountColumns = perCaller<Wire<typeof OfferingUser>>((context) => {
  const { origin } = context
  const when = <T>(attribute: Attribute, column: Column<T>): Column<T> => ({
    // Null may be a value, so that what is shown comes in an array.
    sql: sql`case when ${seesAttribute(context, attribute)} then jsonb_build_array(${column.sql}) end`,
    read: (shown: readonly unknown[] | null) => (shown === null ? undefined : column.read(shown[0] as never)),
  })
  return {
    url: link(origin, 'marketplace-offering-users', sql`offering_user.uuid`),
    uuid: uuid(sql`offering_user.uuid`),
    user: link(origin, 'users', sql`app_user.uuid`),
    offering: link(origin, 'marketplace-provider-offerings', sql`offering.uuid`),
    username: nullableText(sql`offering_user.username`),
    offering_uuid: uuid(sql`offering.uuid`),
    offering_name: text(sql`offering.name`),
    user_uuid: uuid(sql`app_user.uuid`),
    user_username: when('username', text(sql`app_user.username`)),
    user_full_name: when('full_name', text(fullNameSql(sql`app_user`))),
    user_first_name: when('full_name', text(sql`app_user.first_name`)),
    user_last_name: when('full_name', text(sql`app_user.last_name`)),
    user_email: when('email', text(sql`app_user.email`)),
    user_phone_number: when('phone_number', text(sql`app_user.phone_number`)),
    user_organization: when('organization', text(sql`app_user.organization`)),
    user_job_title: when('job_title', text(sql`app_user.job_title`)),
    user_affiliations: when('affiliations', json(sql`app_user.affiliations`)),
    user_gender: when('gender', gender(sql`app_user.gender`)),
    user_personal_title: when('personal_title', text(sql`app_user.personal_title`)),
    user_place_of_birth: when('place_of_birth', text(sql`app_user.place_of_birth`)),
    user_country_of_residence: when('country_of_residence', text(sql`app_user.country_of_residence`)),
    user_nationality: when('nationality', text(sql`app_user.nationality`)),
    user_nationalities: when('nationalities', json(sql`app_user.nationalities`)),
    user_organization_country: when('organization_country', text(sql`app_user.organization_country`)),
    user_organization_type: when('organization_type', text(sql`app_user.organization_type`)),
    user_organization_registry_code: when('organization_registry_code', text(sql`app_user.organization_registry_code`)),
    user_eduperson_assurance: when('eduperson_assurance', json(sql`app_user.eduperson_assurance`)),
    user_civil_number: when('civil_number', nullableText(sql`app_user.civil_number`)),
    user_birth_date: when('birth_date', nullableDate(sql`app_user.birth_date`)),
    user_identity_source: when('identity_source', text(sql`app_user.identity_source`)),
    user_active_isds: when('active_isds', json(sql`app_user.active_isds`)),
    created: timestamp(sql`offering_user.created`),
    modified: timestamp(sql`offering_user.modified`),
    customer_uuid: optional(uuid(sql`customer.uuid`)),
    customer_name: optional(text(sql`customer.name`)),
    is_restricted: flag(sql`offering_user.is_restricted`),
    state,
    service_provider_comment: text(sql`offering_user.service_provider_comment`),
    service_provider_comment_url: text(sql`offering_user.service_provider_comment_url`),
    has_consent: flag(hasConsent),
    // The terms in force are others than those agreed to, and ask for a new consent.
    requires_reconsent: flag(sql`coalesce(terms.requires_reconsent and terms.version <> consent.version, false)`),
    has_compliance_checklist: flag(sql`exists (
      select 1 from checklist_completion
      where checklist_completion.content_type = 'offering_user' and checklist_completion.object_id = offering_user.id
        and checklist_completion.checklist_id = offering.compliance_checklist_id
    )`),
    consent_data: consentData,
    is_profile_complete: flag(isProfileComplete(context)),
    missing_profile_attributes: json(missingAttributes(context)),
  }
})
