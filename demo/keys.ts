import { ECDH } from 'node:crypto'

import { addDays, isoInstant } from './calendar.ts'
import type { Context } from './context.ts'
import type { People, User } from './people.ts'
import type { Row } from './preset.ts'
import { cycle } from './random.ts'
import type { Random } from './random.ts'

// Public keys are made of random bytes, not of key pairs: nobody can hold the private half of a demo key.

const field = (content: Buffer | string): Buffer => {
  const bytes = Buffer.from(content)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

const positiveInteger = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from([0]), bytes])

/** An uncompressed point of P-256: half of all x coordinates have one, so a few tries are enough. */
const curvePoint = (random: Random): Buffer => {
  for (;;) {
    try {
      const compressed = Buffer.concat([Buffer.from([2]), random.bytes(32)])
      return ECDH.convertKey(compressed, 'prime256v1', undefined, undefined, 'uncompressed') as Buffer
    } catch {
      continue
    }
  }
}

const modulus = (random: Random): Buffer => {
  const bytes = random.bytes(256)
  bytes[0] = (bytes[0] ?? 0) | 0x80
  bytes[255] = (bytes[255] ?? 0) | 1
  return positiveInteger(bytes)
}

const blobs: Record<string, (random: Random) => Buffer[]> = {
  'ssh-ed25519': (random) => [random.bytes(32)],
  'ssh-rsa': (random) => [Buffer.from([1, 0, 1]), modulus(random)],
  'ecdsa-sha2-nistp256': (random) => [Buffer.from('nistp256'), curvePoint(random)],
  'sk-ssh-ed25519@openssh.com': (random) => [random.bytes(32), Buffer.from('ssh:')],
}

const keyTypes = Object.keys(blobs)

/** One line in the format of OpenSSH; three of eight keys are of a type other than ssh-ed25519. */
export const publicKey = (context: Context, topic: string, index: number, comment: string): string => {
  const random = context.random(`key/${topic}/${index}`)
  const type = index % 2 === 0 ? 'ssh-ed25519' : cycle(keyTypes, Math.floor(index / 2) + 1)
  const content = [Buffer.from(type), ...(blobs[type]?.(random) ?? [])]
  const encoded = Buffer.concat(content.map(field)).toString('base64')
  return [type, encoded, comment].filter(Boolean).join(' ')
}

const keyNames = (user: User, index: number): string[] => [
  index % 13 === 4 ? '' : index % 3 === 0 ? 'laptop' : `${user.username}@sample-desk`,
  ...(index % 5 === 0 ? ['cluster'] : []),
  ...(index % 10 === 0 ? [`old key of ${user.username}`] : []),
]

/** Half of the people have one to three keys; the last key of the provider's owner is shared. */
export const keyRows = (context: Context, people: People): Row[] => {
  const holders = [people.owner, people.manager, people.member, ...people.members.filter((_, index) => index % 2 === 0)]
  return holders.flatMap((user, index) => {
    const names = keyNames(user, index)
    return names.map((name, place) => ({
      uuid: context.uuid('ssh_public_key', `${user.username}/${place}`),
      user_uuid: user.uuid,
      name,
      public_key: publicKey(context, 'user', index + place * 7, name ? `${user.username}@sample` : ''),
      is_shared: user === people.owner && place === names.length - 1,
      created: isoInstant(addDays(context.today, -(20 + ((index * 17) % 300)))),
    }))
  })
}
