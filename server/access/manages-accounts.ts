import { sql } from '../db/sql.ts'

/** Plugin option by which a provider manages the accounts of an offering; `offering` must be in scope. */
export const managesAccounts = sql`offering.plugin_options @> '{"service_provider_can_create_offering_user": true}'`
