import { z } from 'zod'
import { jsonText } from '../../../contract/value-fields.ts'
import type { Queryable } from '../../db/database.ts'
import { sqlState } from '../../db/database.ts'
import { sql, when, type Sql } from '../../db/sql.ts'
import { ValidationError } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { changeOffering, lockOffering } from './change.ts'

// Rules for the backend ids of an offering's resources (C-163): a pattern that they match as a whole, and where they
// are unique. PostgreSQL matches the pattern: its engine is bounded by the statement timeout, that of JavaScript is not.

const Rules = z
  .strictObject({
    format: z.strictObject({ regex: z.string().max(255) }).partial(),
    uniqueness: z.strictObject({ scope: z.enum(['offering', 'service_provider']) }).partial(),
  })
  .partial()

const problem = (message: string) => new ValidationError({ backend_id_rules: [message] })

const matches = (value: string, pattern: string): Sql => sql`${value} ~ ('^(?:' || ${pattern} || ')$')`

const requirePattern = async (db: Queryable, pattern: string): Promise<void> => {
  try {
    await db.one(sql`select ${matches('', pattern)} as matched`)
  } catch (error) {
    throw sqlState(error) === '2201B' ? problem('format.regex is not a valid regular expression.') : error
  }
}

export const updateBackendIdRules: Handler<'marketplace_provider_offerings_update_backend_id_rules'> = async (
  context,
  { body },
) => {
  const given = body.backend_id_rules
  if (given !== undefined) {
    const parsed = Rules.safeParse(given)
    if (!parsed.success) {
      throw problem('Expected {"format": {"regex": …}, "uniqueness": {"scope": "offering" or "service_provider"}}.')
    }
    if (parsed.data.format?.regex !== undefined) await requirePattern(context.db, parsed.data.format.regex)
  }
  const offering = await lockOffering(context)
  await changeOffering(context, offering, [when(given, (rules) => sql`backend_id_rules = ${jsonText(rules)}::jsonb`)])
}

export const checkUniqueBackendId: Handler<'marketplace_provider_offerings_check_unique_backend_id'> = async (
  { db, target },
  { body },
) => {
  const { stored } = await db.one<{ stored: unknown }>(sql`
    select backend_id_rules as stored from offering where id = ${target.id}
  `)
  // Rules of presets are not checked when they are loaded; what is not understood does not bind.
  const rules = body.use_offering_rules === true ? (Rules.safeParse(stored).data ?? {}) : undefined
  const everywhere = body.check_all_offerings === true || rules?.uniqueness?.scope === 'service_provider'
  const { is_taken } = await db.one<{ is_taken: boolean }>(sql`
    select exists (
      select 1 from resource join offering on offering.id = resource.offering_id
      where resource.backend_id = ${body.backend_id}
        and ${everywhere ? sql`offering.customer_id = ${target.provider_customer_id}` : sql`offering.id = ${target.id}`}
    ) as is_taken
  `)
  if (!rules) return { is_unique: !is_taken }
  const pattern = rules.format?.regex
  const isValid = pattern === undefined ? null : await isMatching(db, body.backend_id, pattern)
  const errors = [
    ...(isValid === false ? ['Backend id does not match the required format.'] : []),
    ...(is_taken ? ['Backend id is already in use.'] : []),
  ]
  return { is_unique: !is_taken, is_valid_format: isValid, errors }
}

const isMatching = async (db: Queryable, value: string, pattern: string): Promise<boolean> =>
  (await db.one<{ matched: boolean }>(sql`select ${matches(value, pattern)} as matched`)).matched
