import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { tmpdir } from 'node:os'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { emptyDatabase } from '../cli/empty-database.ts'
import { call, dataDirectory, run, until } from '../cli/process.ts'
import { blocks, documents, inlineCode, ROOT, textOf } from './markdown.ts'

const README_COMMANDS = blocks('README.md', 'sh').flatMap((block) => block.split('\n'))
const [token = '', ...requests] = README_COMMANDS.filter((command) => /^(export TOKEN|curl)/.test(command))
const acceptance = README_COMMANDS.find((command) => command.includes('scripts/acceptance.ts')) ?? ''

test('every command of the README is run by a test or by CI', () => {
  const runBy = new Map([
    // Its first half is run by CI on a clean checkout.
    ['npm ci && npm start', 'beforeAll'],
    ['npm ci && npm test', '.ci/run'],
    ...[token, ...requests].map((command) => [command, 'the first requests'] as const),
    [acceptance, 'the life of a provider'],
  ])
  expect(README_COMMANDS).toEqual([...runBy.keys()])
  expect(textOf('.ci/run')).toMatch(/^npm ci && (?:\w+=\w+ )*npm test$/m)
})

const url = await emptyDatabase()
const settings = { DATABASE_URL: url, PURVEYOR_DATA: dataDirectory(), PORT: '0' }
const environment = { PATH: process.env.PATH, HOME: tmpdir(), npm_config_update_notifier: 'false', ...settings }
let npm: ChildProcess
let origin = ''

beforeAll(async () => {
  // A group of its own, so that the signal reaches the server behind npm, as Ctrl-C does.
  npm = spawn('npm', ['start'], { cwd: ROOT, env: environment, detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
  let told = ''
  npm.stderr?.on('data', (chunk: Buffer) => (told += chunk.toString()))
  await until(() => told.includes('Purveyor is ready at'))
  origin = /ready at (\S+)/.exec(told)?.[1] ?? ''
})

afterAll(async () => {
  const ended = new Promise((resolve) => npm.once('close', resolve))
  process.kill(-npm.pid!, 'SIGINT')
  await ended
})

/** What the lines print when one shell runs them in the repository, on the server that runs here. */
const printed = async (...lines: string[]): Promise<string> => {
  const script = lines.join('\n').replaceAll('http://127.0.0.1:8000', origin)
  const { stdout } = await promisify(execFile)('sh', ['-ec', script], { cwd: ROOT, env: environment })
  return stdout
}

const shell = async (...lines: string[]) => JSON.parse(await printed(...lines)) as unknown

test('the first requests of the README work after its start command', async () => {
  expect(requests).toHaveLength(2)
  expect(await shell(token, requests[0] ?? '')).toMatchObject({ username: 'sample-owner' })
  const providers = (await shell(token, requests[1] ?? '')) as Record<string, string>[]
  expect(providers.length).toBeGreaterThan(0)
  for (const provider of providers) expect(Object.keys(provider).sort()).toEqual(['customer_name', 'uuid'])
})

test('the script of the README takes a provider through its life', { timeout: 120_000 }, async () => {
  const steps = (await printed(acceptance)).trim().split('\n')
  expect(steps.filter((step) => !step.startsWith('ok  '))).toEqual([])
  expect(steps.at(-1)).toMatch(/^ok {2}the end: /)
})

test('the addresses that the README names are served', async () => {
  const addresses = [...textOf('README.md').matchAll(/<http:\/\/127\.0\.0\.1:8000([^>]*)>/g)].map(
    ([, path = '']) => path,
  )
  expect(addresses).toEqual(['/docs/'])
  for (const address of addresses) expect((await call(origin + address)).status, address).toBe(200)
})

/** Subcommands of a command by its help. */
const commandsOf = async (...args: string[]): Promise<string[]> => {
  const { stdout } = await run([...args, '--help'])
  return [...(stdout.split('Commands:\n')[1] ?? '').matchAll(/^ {2}([a-z-]+)/gm)].map((match) => match[1] ?? '')
}

test('every command and option of `purveyor` that the documents mention exists', async () => {
  const known = await commandsOf()
  const mentioned = documents
    .flatMap((document) => [...inlineCode(document), ...blocks(document, 'sh')])
    .flatMap((code) => [...code.matchAll(/\bpurveyor ([a-z-]+)(?: ([a-z]+)\b)?/g)])
    .map(([, command = '', rest = '']) => [command, rest] as const)
  expect(mentioned.length).toBeGreaterThan(8)
  for (const [command, rest] of mentioned) {
    expect(known).toContain(command)
    if (command === 'config') expect(await commandsOf('config')).toContain(rest)
  }
  expect(inlineCode('README.md')).toContain('--dry-run')
  expect((await run(['load', '--help'])).stdout).toContain('--dry-run')
})

test('every npm script that the documents mention exists', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }
  const known = new Set(['ci', 'install', ...Object.keys(scripts)])
  const mentioned = documents
    .flatMap((document) => [...inlineCode(document), ...blocks(document, 'sh')])
    .flatMap((code) => [...code.matchAll(/\bnpm (?:run )?([a-z:-]+)/g)])
    .map((match) => match[1] ?? '')
  expect(mentioned.length).toBeGreaterThan(5)
  expect(mentioned.filter((name) => !known.has(name))).toEqual([])
})
