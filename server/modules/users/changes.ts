import type { BodyOf } from '../../../contract/index.ts'
import type { Authenticated, WriteContext } from '../../context.ts'
import { raw, sql, type Sql } from '../../db/sql.ts'
import { searchName } from '../../lib/search-name.ts'
import { checkedImage, storeImage, type CheckedImage } from '../files/index.ts'

export type UserChanges = Omit<BodyOf<'users_partial_update'>, 'image' | 'username'> & {
  image?: CheckedImage | null
}

/** Columns that the user himself may write. */
const PLAIN = [
  ...(['native_name', 'job_title', 'phone_number', 'organization', 'token_lifetime', 'notifications_enabled'] as const),
  ...(['preferred_language', 'first_name', 'last_name', 'birth_date', 'gender', 'personal_title'] as const),
  ...(['place_of_birth', 'country_of_residence', 'nationality', 'organization_country'] as const),
  ...(['organization_type', 'organization_registry_code'] as const),
] as const

/** Columns that only staff writes; from anybody else they are silently left as they are. */
const STAFF_ONLY = ['description', 'is_staff', 'is_active', 'is_support', 'is_identity_manager', 'slug'] as const

const LISTS = ['nationalities', 'eduperson_assurance'] as const
const STAFF_ONLY_LISTS = ['managed_isds'] as const

/** Look-ups of the fields of a user. */
export const userFields = { image: checkedImage }

/** Column and value of everything that the body sets and the actor may set. */
export const userAssignments = async (
  { db, actor }: WriteContext & Authenticated,
  body: UserChanges,
  uuid: string,
): Promise<[column: string, value: Sql][]> => {
  const assignments: [string, Sql][] = []
  for (const name of [...PLAIN, ...(actor.is_staff ? STAFF_ONLY : [])]) {
    const value = body[name]
    // An empty slug asks for a generated one.
    if (value !== undefined && !(name === 'slug' && value === '')) assignments.push([name, sql`${value}`])
  }
  for (const name of [...LISTS, ...(actor.is_staff ? STAFF_ONLY_LISTS : [])]) {
    const value = body[name]
    if (value !== undefined) assignments.push([name, sql`${JSON.stringify(value)}::jsonb`])
  }
  if (body.image !== undefined) {
    assignments.push(['image_id', sql`${body.image && (await storeImage(db, 'user', uuid, body.image))}`])
  }
  return assignments
}

/** The column that name filters search. */
export const searchedName = (user: { first_name: string; last_name: string }): string =>
  searchName(`${user.first_name} ${user.last_name}`)

/** `column = value` of assignments. */
export const asUpdates = (assignments: readonly [string, Sql][]): Sql[] =>
  assignments.map(([column, value]) => sql`${raw(column)} = ${value}`)
