import type { MarketplaceServiceProviderUser } from '../../../../contract/schemas/users.ts'
import { effective } from '../../../access/grants.ts'
import { isPrivileged } from '../../../access/visibility.ts'
import type { Authenticated, Context, OfProvider } from '../../../context.ts'
import { sql, type Sql } from '../../../db/sql.ts'
import type { Wire } from '../../../handler.ts'
import { count, flag, json, nullableDate, nullableNumber, nullableText, text, uuid } from '../../../list/columns.ts'
import { madeOnce } from '../../../list/made-once.ts'
import type { Column, Columns } from '../../../list/selection.ts'
import { fullNameSql } from '../../../access/users.ts'
import { probeServedProject } from '../served.ts'
import type { UserAttribute } from './user-attributes.ts'

type ProviderUser = Wire<typeof MarketplaceServiceProviderUser>

const columns = madeOnce((providerId: string, seesInactive: boolean, ...exposed: string[]): Columns<ProviderUser> => {
  const when = <T>(attribute: UserAttribute, column: Column<T>): Column<T> | undefined =>
    exposed.includes(attribute) ? column : undefined
  return {
    uuid: uuid(sql`app_user.uuid`),
    username: when('username', text(sql`app_user.username`)),
    full_name: when('full_name', text(fullNameSql(sql`app_user`))),
    first_name: when('full_name', text(sql`app_user.first_name`)),
    last_name: when('full_name', text(sql`app_user.last_name`)),
    organization: when('organization', text(sql`app_user.organization`)),
    email: when('email', text(sql`app_user.email`)),
    phone_number: when('phone_number', text(sql`app_user.phone_number`)),
    // C-016: projects, not grants; two roles in one project count once.
    projects_count: count(sql`(
      select count(distinct held.object_id) from user_role as held
      where held.user_id = app_user.id and held.content_type = 'project' and ${effective(sql`held`)}
        and ${probeServedProject({ provider: { customer_id: providerId } }, sql`held.object_id`)}
    )`),
    registration_method: when('registration_method', text(sql`app_user.registration_method`)),
    affiliations: when('affiliations', json(sql`app_user.affiliations`)),
    is_active: seesInactive ? flag(sql`app_user.is_active`) : undefined,
    job_title: when('job_title', text(sql`app_user.job_title`)),
    gender: when('gender', gender(sql`app_user.gender`)),
    personal_title: when('personal_title', text(sql`app_user.personal_title`)),
    place_of_birth: when('place_of_birth', text(sql`app_user.place_of_birth`)),
    country_of_residence: when('country_of_residence', text(sql`app_user.country_of_residence`)),
    nationality: when('nationality', text(sql`app_user.nationality`)),
    nationalities: when('nationalities', json(sql`app_user.nationalities`)),
    organization_country: when('organization_country', text(sql`app_user.organization_country`)),
    organization_type: when('organization_type', text(sql`app_user.organization_type`)),
    organization_registry_code: when('organization_registry_code', text(sql`app_user.organization_registry_code`)),
    eduperson_assurance: when('eduperson_assurance', json(sql`app_user.eduperson_assurance`)),
    civil_number: when('civil_number', nullableText(sql`app_user.civil_number`)),
    birth_date: when('birth_date', nullableDate(sql`app_user.birth_date`)),
    identity_source: when('identity_source', text(sql`app_user.identity_source`)),
    active_isds: when('active_isds', json(sql`app_user.active_isds`)),
  }
})

/** A user as the provider sees him: attributes that no offering exposes are left out, whoever asks. */
export const providerUserColumns = (
  { provider, actor }: Context & OfProvider & Authenticated,
  exposed: ReadonlySet<string>,
): Columns<ProviderUser> => columns(provider.customer_id, isPrivileged(actor), ...[...exposed].sort())

/** The database holds nothing but the codes of ISO 5218. */
const gender = nullableNumber as (sql: Sql) => Column<0 | 1 | 2 | 9 | null>
