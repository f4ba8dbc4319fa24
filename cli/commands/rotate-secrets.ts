import { Command } from 'commander'
import { sql } from '../../server/db/sql.ts'
import { decrypt, encrypt } from '../../server/lib/secrets.ts'
import { print, withDatabase } from '../with-database.ts'

interface Row {
  id: string
  uuid: string
  cipher: Buffer
  key_id: number
}

export const rotateSecretsCommand = new Command('rotate-secrets')
  .description(
    'encrypt stored secret codes with the newest key; older keys can be dropped afterwards, but for number 1',
  )
  .action(async () => {
    await withDatabase(async ({ database, secrets }) => {
      const changed = await database.transaction(async (transaction) => {
        const rows = await transaction.rows<Row>(sql`
          select id, uuid, api_secret_code_cipher as cipher, api_secret_code_key_id as key_id
          from service_provider
          where api_secret_code_cipher is not null and api_secret_code_key_id <> ${secrets.currentKeyId}
          order by id for update
        `)
        for (const row of rows) {
          const context = `service_provider:${row.uuid}`
          const { keyId, cipher } = encrypt(secrets, decrypt(secrets, row.key_id, row.cipher, context), context)
          await transaction.run(sql`
            update service_provider set api_secret_code_cipher = ${cipher}, api_secret_code_key_id = ${keyId}
            where id = ${row.id}
          `)
        }
        return rows.length
      })
      print(`${String(changed)} secret codes encrypted with key ${String(secrets.currentKeyId)}.`)
    })
  })
