// Runs the tests that docs/conformance.md counts, leaving their notes in coverage/contract.
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
rmSync(join(root, 'coverage/contract'), { recursive: true, force: true })
const { status } = spawnSync('npx', ['vitest', 'run', 'test/api', 'test/access'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, CONTRACT_NOTES: '1' },
})
process.exit(status ?? 1)
