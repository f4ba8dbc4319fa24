import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The dump of the schema that this code was written for. */
export const committedSchema = (): string => readFileSync(join(import.meta.dirname, 'schema.gen.sql'), 'utf8')
