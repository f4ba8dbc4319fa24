import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sshComment, sshFingerprints, SshKeyError } from './ssh-key.ts'

const ED25519 =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f sample-person@sample-machine'

const blobOf = (...fields: (string | Buffer)[]): Buffer =>
  Buffer.concat(
    fields.map((field) => {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(Buffer.byteLength(field))
      return Buffer.concat([length, Buffer.from(field)])
    }),
  )

const securityKey = (): string => {
  const type = 'sk-ssh-ed25519@openssh.com'
  return `${type} ${blobOf(type, Buffer.alloc(32, 7), 'ssh:').toString('base64')} sample-token`
}

describe('fingerprints', () => {
  test('have the stored shapes', () => {
    const fingerprints = sshFingerprints(ED25519)
    expect(fingerprints.type).toBe('ssh-ed25519')
    expect(fingerprints.md5).toMatch(/^[0-9a-f]{2}(:[0-9a-f]{2}){15}$/)
    expect(fingerprints.sha256).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/)
    expect(fingerprints.sha512).toMatch(/^SHA512:[A-Za-z0-9+/]{86}$/)
  })

  test('depend on the key only, not on comment and blanks', () => {
    const [type, base64] = ED25519.split(' ')
    expect(sshFingerprints(`  ${type} \t${base64}\n`)).toEqual(sshFingerprints(ED25519))
  })

  test('know keys that live in a token', () => {
    expect(sshFingerprints(securityKey()).type).toBe('sk-ssh-ed25519@openssh.com')
  })

  test.each([
    ['two lines', `${ED25519}\n${ED25519}`, /single line/],
    ['a carriage return inside', ED25519.replace(' ', '\r'), /single line/],
    ['no key', 'ssh-ed25519', /cannot generate/],
    ['nothing', '', /cannot generate/],
    ['no base64', 'ssh-ed25519 not*base64', /cannot generate/],
    ['lost padding', `ssh-rsa ${blobOf('ssh-rsa', 'x').toString('base64').replace(/=+$/, '')}`, /cannot generate/],
    ['another type inside', ED25519.replace('ssh-ed25519', 'ssh-rsa'), /cannot generate/],
    ['a cut-off type', `ssh-rsa ${Buffer.from([0, 0, 0, 7, 115]).toString('base64')}`, /cannot generate/],
    ['too few bytes', `ssh-rsa ${Buffer.from('abc').toString('base64')}`, /cannot generate/],
  ])('refuse %s', (_, key, reason) => {
    expect(() => sshFingerprints(key)).toThrow(SshKeyError)
    expect(() => sshFingerprints(key)).toThrow(reason)
  })
})

test('the comment is all that follows the key', () => {
  expect(sshComment(ED25519)).toBe('sample-person@sample-machine')
  expect(sshComment(`${ED25519} laptop`)).toBe('sample-person@sample-machine laptop')
  expect(sshComment('ssh-rsa AAAA')).toBe('')
})

const hasKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined
if (!hasKeygen) console.info('The comparison with ssh-keygen needs the program ssh-keygen, which is not installed here')

describe.runIf(hasKeygen)('agree with ssh-keygen', () => {
  let directory: string
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'ssh-key-'))
  })
  afterAll(() => rmSync(directory, { recursive: true, force: true }))

  const fingerprint = (path: string, hash: string): string =>
    execFileSync('ssh-keygen', ['-lf', path, '-E', hash], { encoding: 'utf8' }).split(' ')[1] ?? ''

  const compare = (path: string) => {
    const { md5, sha256, sha512 } = sshFingerprints(readFileSync(path, 'utf8'))
    expect({ md5: `MD5:${md5}`, sha256, sha512 }).toEqual({
      md5: fingerprint(path, 'md5'),
      sha256: fingerprint(path, 'sha256'),
      sha512: fingerprint(path, 'sha512'),
    })
  }

  test.each([
    ['ed25519', []],
    ['rsa', ['-b', '2048']],
    ['ecdsa', ['-b', '256']],
    ['ecdsa', ['-b', '521']],
  ])('for a new %s key %j', (type, options) => {
    const path = join(directory, [type, ...options].join('-'))
    execFileSync('ssh-keygen', ['-q', '-t', type, ...options, '-N', '', '-C', 'sample person', '-f', path])
    compare(`${path}.pub`)
  })

  test('for a key in a token', () => {
    const path = join(directory, 'token.pub')
    writeFileSync(path, `${securityKey()}\n`)
    compare(path)
  })
})
