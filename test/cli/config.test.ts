import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run, scratchDirectory } from './process.ts'

const secrets = {
  DATABASE_URL: 'postgres://sample:hushhush@127.0.0.1:1/sample',
  SECRET_KEYS: `1:${'7a'.repeat(32)}`,
}

const configFile = (content: string): Record<string, string> => {
  const file = join(scratchDirectory(), 'purveyor.yaml')
  writeFileSync(file, content)
  return { PURVEYOR_CONFIG: file }
}

test('print shows every setting with its meaning, and no secret', async () => {
  const { code, stdout, stderr } = await run(['config', 'print'], {
    ...secrets,
    PORT: '8123',
    PURVEYOR_DATA: '/sample',
  })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const lines = stdout.trimEnd().split('\n')
  expect(lines).toEqual(
    expect.arrayContaining([
      'HOST="127.0.0.1"  # address to listen on',
      'PORT=8123  # port to listen on; 0 picks a free one',
      'PURVEYOR_DATA="/sample"  # directory of the embedded database and the secret key',
      expect.stringMatching(/^DATABASE_URL="\(hidden\)" {2}# /),
      expect.stringMatching(/^SECRET_KEYS="\(hidden\)" {2}# /),
    ]),
  )
  for (const line of lines) expect(line).toMatch(/^[A-Z0-9_]+=\S.* {2}# \S/)
  expect(stdout).not.toMatch(/hushhush|7a7a/)
})

test('print --json holds the same, and null for what is not set', async () => {
  const shown = JSON.parse((await run(['config', 'print', '--json'], secrets)).stdout) as Record<string, unknown>
  expect(shown).toMatchObject({ DATABASE_URL: '(hidden)', SECRET_KEYS: '(hidden)', PORT: 8000, PUBLIC_URL: null })
  const bare = JSON.parse((await run(['config', 'print', '--json'])).stdout) as Record<string, unknown>
  expect(bare).toMatchObject({ DATABASE_URL: null, SECRET_KEYS: [] })
  expect(Object.keys(bare)).toEqual(Object.keys(shown))
})

test('the environment wins over the file, the file over the defaults', async () => {
  const file = configFile('PORT: 9000\nLOG_LEVEL: warn\nTRUST_PROXY: true\nCORS_ORIGINS: [https://a.example]\n')
  const { stdout } = await run(['config', 'print', '--json'], { ...file, PORT: '9001', LOG_LEVEL: 'debug' })
  expect(JSON.parse(stdout)).toMatchObject({
    PORT: 9001,
    LOG_LEVEL: 'debug',
    TRUST_PROXY: true,
    CORS_ORIGINS: ['https://a.example'],
    PREPARED_STATEMENTS: true,
  })
})

test('check names every wrong setting', async () => {
  const wrong = {
    HOST: '',
    PORT: '65536',
    DATABASE_URL: 'localhost/sample',
    PURVEYOR_DATA: '',
    PURVEYOR_DEMO: 'maybe',
    PUBLIC_URL: 'https://api.example/path',
    CORS_ORIGINS: 'https://a.example,*',
    LOG_LEVEL: 'loud',
    POOL_SIZE: '',
    TOKEN_LIFETIME: '59',
    MAX_BODY_BYTES: '1.5',
  }
  const { code, stdout, stderr } = await run(['config', 'check'], wrong)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  const names = stderr
    .trimEnd()
    .split('\n')
    .map((line) => line.split(':')[0])
  expect(names.sort()).toEqual(Object.keys(wrong).sort())
  for (const command of ['serve', 'token sample', 'doctor']) {
    expect(await run(command.split(' '), wrong)).toMatchObject({ code: 1, stdout: '', stderr })
  }
})

test('check refuses keys that the server would', async () => {
  const { code, stderr } = await run(['config', 'check'], { SECRET_KEYS: '1:zz' })
  expect([code, stderr]).toEqual([1, 'SECRET_KEYS: every key must look like NUMBER:64 hexadecimal digits\n'])
})

test('check accepts what is right', async () => {
  const right = { ...secrets, TOKEN_LIFETIME: '', CORS_ORIGINS: '', PURVEYOR_DEMO: 'off' }
  expect(await run(['config', 'check'], right)).toMatchObject({
    code: 0,
    stdout: 'The configuration is valid.\n',
    stderr: '',
  })
})

test.each([
  ['an unknown name', 'PROT: 8000', /PROT/],
  ['a list', '- PORT', /must hold names and values\n$/],
  ['broken YAML', 'PORT: [', /^The configuration file .+ cannot be read: /],
])('a file with %s is refused', async (_, content, message) => {
  const { code, stderr } = await run(['config', 'check'], configFile(content))
  expect(code).toBe(1)
  expect(stderr).toMatch(message)
  expect(stderr).not.toContain('    at ')
})

test('a missing file is refused', async () => {
  const { code, stderr } = await run(['config', 'check'], { PURVEYOR_CONFIG: '/nowhere/purveyor.yaml' })
  expect(code).toBe(1)
  expect(stderr).toMatch(/^The configuration file \/nowhere\/purveyor\.yaml cannot be read: ENOENT/)
})
