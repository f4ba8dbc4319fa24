import type { Context, OfProvider } from '../../context.ts'
import { empty, sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { decrypt, encrypt, newSecretCode } from '../../lib/secrets.ts'
import { audit } from '../events/index.ts'

type ProviderContext = Context & OfProvider

const contextOf = (uuid: string): string => `service_provider:${uuid}`

/** Stores a new code, or only fills in a missing one. */
const setCode = async (context: ProviderContext, code: string, onlyMissing = false): Promise<void> => {
  const { db, provider, secrets } = context
  const { keyId, cipher } = encrypt(secrets, code, contextOf(provider.uuid))
  const changed = await db.run(sql`
    update service_provider
    set api_secret_code_cipher = ${cipher}, api_secret_code_key_id = ${keyId}, modified = now()
    where id = ${provider.id} ${onlyMissing ? sql`and api_secret_code_cipher is null` : empty}
  `)
  if (changed === 0 && !onlyMissing) throw new NotFound('ServiceProvider')
}

const readCode = async ({ db, provider, secrets }: ProviderContext): Promise<string | undefined> => {
  const row = await db.maybeOne<{ cipher: Buffer | null; key_id: number }>(sql`
    select api_secret_code_cipher as cipher, api_secret_code_key_id as key_id
    from service_provider where id = ${provider.id}
  `)
  if (!row) throw new NotFound('ServiceProvider')
  return row.cipher ? decrypt(secrets, row.key_id, row.cipher, contextOf(provider.uuid)) : undefined
}

const auditCode = (context: ProviderContext, action: 'read' | 'generate'): Promise<void> =>
  audit(context, {
    action: `service_provider.${action}_secret_code`,
    content_type: 'service_provider',
    object_id: context.provider.id,
    object_uuid: context.provider.uuid,
  })

/** Providers from before there were codes get one at the first read; the contract knows no empty code. */
export const retrieveSecretCode: Handler<'service_provider_api_secret_code_retrieve'> = async (context) => {
  let code = await readCode(context)
  if (code === undefined) {
    await setCode(context, newSecretCode(), true)
    code = await readCode(context)
  }
  await auditCode(context, 'read')
  return { api_secret_code: code ?? '' }
}

export const generateSecretCode: Handler<'service_provider_api_secret_code_generate'> = async (context) => {
  const code = newSecretCode()
  await setCode(context, code)
  await auditCode(context, 'generate')
  return { detail: 'Api secret code updated.', api_secret_code: code }
}
