import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

// Runs the published Python client against the built server with demo data. The last line counts the tests.

const ENTRY = fileURLToPath(new URL('../../bin/purveyor.js', import.meta.url))
const TESTS = fileURLToPath(new URL('python/', import.meta.url))
const START_SECONDS = 120
const STOP_SECONDS = 30
const TEST_SECONDS = 900

interface Totals {
  passed: number
  failed: number
}

/** Why the client cannot be tried here; undefined when it can. */
const obstacle = (): string | undefined => {
  const succeeds = (...args: string[]) => spawnSync('python3', args, { stdio: 'ignore' }).status === 0
  if (!succeeds('--version')) return 'python3 is not installed'
  if (!succeeds('-c', 'import sys; sys.exit(sys.version_info < (3, 10))')) return 'python3 is older than 3.10'
  if (!succeeds('-c', 'import venv, ensurepip')) return 'python3 lacks its modules venv and ensurepip'
  return undefined
}

/** The interpreter of a virtual environment that holds the client; kept for the next time. */
const prepareInterpreter = (): string => {
  const directory = resolve(process.env.PURVEYOR_VENV ?? '.purveyor/venv')
  const python = join(directory, 'bin/python')
  const options = { stdio: 'inherit', timeout: TEST_SECONDS * 1_000 } as const
  if (!existsSync(python)) execFileSync('python3', ['-m', 'venv', directory], options)
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r']
  execFileSync(python, [...install, join(TESTS, 'requirements.txt')], options)
  return python
}

/** A server with demo data of its own on a free port. */
const startServer = async (environment: NodeJS.ProcessEnv) => {
  const child = spawn(process.execPath, [ENTRY, 'serve'], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  const closed = once(child, 'close')
  const output = { log: '', notes: '' }
  child.stdout.on('data', (chunk: Buffer) => (output.log += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output.notes += chunk.toString()))
  /** Asks the server to end; its exit code, or null when it had to be killed. */
  const stop = async (): Promise<number | null> => {
    child.kill('SIGTERM')
    const isLate = (await Promise.race([closed, sleep(STOP_SECONDS * 1_000, 'late', { ref: false })])) === 'late'
    if (isLate) child.kill('SIGKILL')
    return child.exitCode
  }
  const find = (pattern: RegExp) => pattern.exec(output.notes)?.[1]
  const end = Date.now() + START_SECONDS * 1_000
  while (true) {
    const url = find(/ready at (http:\/\/\S+)/)
    const token = find(/^ {4}([0-9a-f]{40})$/m)
    if (url !== undefined && token !== undefined) return { output, stop, url, token }
    if (child.exitCode !== null || Date.now() > end) {
      await stop()
      throw new Error(`The server did not start:\n${output.notes}${output.log}`)
    }
    await sleep(50)
  }
}

/** Runs the tests and reads their totals from the report. */
const runTests = async (python: string, report: string, environment: NodeJS.ProcessEnv): Promise<Totals> => {
  const options = ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', `--junitxml=${report}`, TESTS]
  const child = spawn(python, options, { env: environment, stdio: 'inherit', timeout: TEST_SECONDS * 1_000 })
  await once(child, 'close')
  const suite = existsSync(report) ? (/<testsuite [^>]*>/.exec(readFileSync(report, 'utf8'))?.[0] ?? '') : ''
  const count = (name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? 0)
  const failed = count('failures') + count('errors')
  // Without a report, or without tests, nothing was tried.
  if (count('tests') === 0) return { passed: 0, failed: 1 }
  return { passed: count('tests') - failed - count('skipped'), failed }
}

const tryClient = async (directory: string): Promise<Totals> => {
  const python = prepareInterpreter()
  // Nothing of the caller's settings: the tests change data.
  const base = { PATH: process.env.PATH, HOME: process.env.HOME, LANG: 'C.UTF-8' }
  const environment = { ...base, PORT: '0', LOG_LEVEL: 'error', PURVEYOR_DATA: join(directory, 'data') }
  const { output, stop, url, token } = await startServer(environment)
  let totals: Totals
  let code: number | null
  try {
    const ownerToken = () =>
      execFileSync(process.execPath, [ENTRY, 'token', 'sample-owner'], { env: environment, encoding: 'utf8' }).trim()
    totals = await runTests(python, join(directory, 'report.xml'), {
      ...base,
      PYTHONDONTWRITEBYTECODE: '1',
      PURVEYOR_URL: url,
      PURVEYOR_STAFF_TOKEN: token,
      PURVEYOR_OWNER_TOKEN: ownerToken(),
      PURVEYOR_SPARE_TOKEN: ownerToken(),
    })
  } finally {
    code = await stop()
  }
  const complaints = [
    ...(code === 0 ? [] : [`The server ended with ${code ?? 'a signal'} after SIGTERM.`]),
    ...(output.log === '' ? [] : [`The server logged errors:\n${output.log}`]),
  ]
  for (const complaint of complaints) console.log(complaint)
  return complaints.length === 0
    ? { ...totals, passed: totals.passed + 1 }
    : { ...totals, failed: totals.failed + complaints.length }
}

const main = async (): Promise<Totals> => {
  const reason = obstacle()
  if (reason !== undefined) {
    console.log(`The Python client was not tried: ${reason}.`)
    return { passed: 0, failed: 0 }
  }
  const directory = mkdtempSync(join(tmpdir(), 'purveyor-python-'))
  // The account of the embedded database must be able to enter.
  chmodSync(directory, 0o711)
  try {
    return await tryClient(directory)
  } catch (error) {
    console.log(error instanceof Error ? error.message : error)
    return { passed: 0, failed: 1 }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

const { passed, failed } = await main()
process.exitCode = failed === 0 ? 0 : 1
console.log(`${String(passed)} passed, ${String(failed)} failed`)
