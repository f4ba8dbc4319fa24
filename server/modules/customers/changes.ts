import type { BodyOf } from '../../../contract/index.ts'
import type { Authenticated, WriteContext } from '../../context.ts'
import { raw, sql, type Sql } from '../../db/sql.ts'
import { FieldError, ValidationError } from '../../errors.ts'
import { isVatNumberOf } from '../../lib/vat.ts'
import { wireUuid } from '../../lib/wire.ts'
import { checkedImage, storeImage, type CheckedImage } from '../files/index.ts'

export type CustomerChanges = Omit<BodyOf<'customers_partial_update'>, 'image' | 'project_metadata_checklist'> & {
  image?: CheckedImage | null
  /** Its id. */
  project_metadata_checklist?: string | null
}

/** Columns that are written as they are sent. */
const PLAIN = [
  ...(['name', 'native_name', 'abbreviation', 'description', 'contact_details', 'email', 'phone_number'] as const),
  ...(['homepage', 'notification_emails', 'backend_id', 'registration_code', 'vat_code', 'country'] as const),
  ...(['address', 'postal', 'bank_name', 'bank_account', 'latitude', 'longitude'] as const),
  ...(['display_billing_info_in_projects', 'max_service_accounts', 'grace_period_days'] as const),
] as const

/** Columns that only staff writes; from anybody else they are silently left as they are. */
const STAFF_ONLY = [
  ...(['accounting_start_date', 'default_tax_percent', 'blocked', 'archived', 'sponsor_number'] as const),
  ...(['access_subnets', 'agreement_number', 'domain'] as const),
] as const

const LISTS = ['user_email_patterns', 'user_affiliations', 'user_identity_sources'] as const

/** Column and value of everything that the body sets and the actor may set; slug and image are looked after here, too. */
export const customerAssignments = async (
  context: WriteContext & Authenticated,
  body: CustomerChanges,
  uuid: string,
): Promise<[column: string, value: Sql][]> => {
  const { db, actor } = context
  const assignments: [string, Sql][] = []
  for (const name of [...PLAIN, ...(actor.is_staff ? STAFF_ONLY : [])]) {
    const value = body[name]
    if (value !== undefined) assignments.push([name, sql`${value}`])
  }
  for (const name of LISTS) {
    const value = body[name]
    if (value !== undefined) assignments.push([name, sql`${JSON.stringify(value)}::jsonb`])
  }
  if (body.project_metadata_checklist !== undefined) {
    assignments.push(['project_metadata_checklist_id', sql`${body.project_metadata_checklist}`])
  }
  if (body.image !== undefined) {
    assignments.push(['image_id', sql`${body.image && (await storeImage(db, 'customer', uuid, body.image))}`])
  }
  return assignments
}

/** Look-ups of the fields of an organization. */
export const customerFields = {
  image: checkedImage,
  project_metadata_checklist: async ({ db }: WriteContext, uuid: string): Promise<string> => {
    const found = await db.maybeOne<{ id: string }>(sql`
      select id from checklist where uuid = ${uuid} and checklist_type = 'project_metadata'
    `)
    if (!found) throw new FieldError(`Object with uuid=${wireUuid(uuid)} does not exist.`)
    return found.id
  },
}

/** 400 unless the VAT number has the form of the country. */
export const checkVatCode = (country: string, vatCode: string): void => {
  if (vatCode === '' || country === '' || isVatNumberOf(country, vatCode)) return
  throw new ValidationError({ vat_code: ['VAT number has invalid format.'] })
}

/** `column = value` of assignments. */
export const asUpdates = (assignments: readonly [string, Sql][]): Sql[] =>
  assignments.map(([column, value]) => sql`${raw(column)} = ${value}`)
