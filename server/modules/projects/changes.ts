import type { BodyOf } from '../../../contract/index.ts'
import type { Authenticated, WriteContext } from '../../context.ts'
import type { Queryable } from '../../db/database.ts'
import { sql, type Sql } from '../../db/sql.ts'
import { ValidationError, type FieldMessages } from '../../errors.ts'
import { linkedUuid, unknownLink } from '../../links.ts'
import { checkedImage, storeImage, type CheckedImage } from '../files/index.ts'

/** The organization stays, whatever is sent. */
export type ProjectChanges = Omit<BodyOf<'projects_partial_update'>, 'customer' | 'image' | 'type'> & {
  image?: CheckedImage | null
  /** Its id. */
  type?: string | null
}

/** Columns that are written as they are sent. */
const PLAIN = [
  ...(['name', 'description', 'backend_id', 'start_date', 'end_date', 'oecd_fos_2007_code'] as const),
  ...(['is_industry', 'kind', 'grace_period_days'] as const),
] as const

const LISTS = ['user_email_patterns', 'user_affiliations', 'user_identity_sources'] as const

/** Column and value of everything that the body sets and the actor may set. The slug is the caller's. */
export const projectAssignments = async (
  context: WriteContext & Authenticated,
  body: ProjectChanges,
  uuid: string,
): Promise<[column: string, value: Sql][]> => {
  const { db, actor } = context
  const assignments: [string, Sql][] = []
  for (const name of [...PLAIN, ...(actor.is_staff ? (['staff_notes'] as const) : [])]) {
    const value = body[name]
    if (value !== undefined) assignments.push([name, sql`${value}`])
  }
  for (const name of LISTS) {
    const value = body[name]
    if (value !== undefined) assignments.push([name, sql`${JSON.stringify(value)}::jsonb`])
  }
  if (body.type !== undefined) assignments.push(['type_id', sql`${body.type}`])
  if (body.image !== undefined) {
    assignments.push(['image_id', sql`${body.image && (await storeImage(db, 'project', uuid, body.image))}`])
  }
  return assignments
}

/** Look-ups of the fields of a project. */
export const projectFields = {
  type: async ({ db }: WriteContext, link: string): Promise<string> => {
    const uuid = linkedUuid(link, 'project-types')
    const type = await db.maybeOne<{ id: string }>(sql`select id from project_type where uuid = ${uuid}`)
    if (!type) throw unknownLink()
    return type.id
  },
  image: checkedImage,
}

export interface ProjectDates {
  start_date?: string | null
  end_date?: string | null
}

/** 400 for new dates before today (UTC) and for an end before the start; dates that stay are not looked at again. */
export const checkDates = async (db: Queryable, wanted: ProjectDates, current: ProjectDates = {}): Promise<void> => {
  const { today } = await db.one<{ today: string }>(sql`select (now() at time zone 'utc')::date as today`)
  const problems: FieldMessages = {}
  for (const name of ['start_date', 'end_date'] as const) {
    const value = wanted[name]
    if (value && value !== current[name] && value < today) problems[name] = ['Cannot be earlier than the current date.']
  }
  const start = wanted.start_date === undefined ? current.start_date : wanted.start_date
  const end = wanted.end_date === undefined ? current.end_date : wanted.end_date
  const isNew = start !== current.start_date || end !== current.end_date
  if (start && end && end < start && isNew) problems.end_date = ['Cannot be earlier than the start date.']
  if (Object.keys(problems).length > 0) throw new ValidationError(problems)
}
