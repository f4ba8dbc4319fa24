import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { emptyDatabase } from './empty-database.ts'
import { run, scratchDirectory } from './process.ts'

const url = await emptyDatabase()

/** Below a file no directory can be made, on any system. */
const belowFile = (): string => {
  const file = join(scratchDirectory(), 'file')
  writeFileSync(file, '')
  return join(file, 'deeper', 'data')
}

/** Below /proc the error is the one of a missing parent, however often that is made. */
const places: [title: string, directory: () => string][] = [
  ['below a file', belowFile],
  ...(process.platform === 'linux' ? [['below /proc', () => '/proc/purveyor/data'] as [string, () => string]] : []),
]

describe.each(places)('a data directory %s', (_title, directory) => {
  test('ends the start with one line that names it', async () => {
    const path = directory()
    const { code, stdout, stderr } = await run(['serve'], { PURVEYOR_DATA: path, PORT: '0' })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^The data directory \S+ cannot be used: (ENOENT|ENOTDIR): .+\n$/)
    expect(stderr).toContain(path)
  })

  test('that is to hold the secret key of another database ends the start with one line, too', async () => {
    const path = directory()
    const settings = { DATABASE_URL: url, PURVEYOR_DATA: path, PORT: '0', PURVEYOR_DEMO: '0' }
    const { code, stdout, stderr } = await run(['serve'], settings)
    expect(code).toBe(1)
    expect(stdout).not.toContain('ready')
    expect(stderr).toMatch(/^The secret keys cannot be kept in \S+: (ENOENT|ENOTDIR): .+ or set SECRET_KEYS\.\n$/)
    expect(stderr).toContain(path)
  })
})
