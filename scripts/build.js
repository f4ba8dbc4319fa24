// Compiles the TypeScript sources into dist/. Plain JavaScript, because npm runs it before anything is compiled.
import { spawnSync } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const require = createRequire(import.meta.url)
let compiler
try {
  compiler = require.resolve('typescript/bin/tsc')
} catch {
  // A production install has no compiler and ships dist/ already.
  process.exit(0)
}
const project = join(root, 'tsconfig.build.json')
const { status } = spawnSync(process.execPath, [compiler, '-p', project], { stdio: 'inherit', cwd: root })
if (status !== 0) process.exit(status ?? 1)
copyFileSync(join(root, 'server/db/schema.gen.sql'), join(root, 'dist/server/db/schema.gen.sql'))
