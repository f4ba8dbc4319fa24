#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const entry = new URL('../dist/cli/main.js', import.meta.url)
if (!existsSync(fileURLToPath(entry))) {
  process.stderr.write('Purveyor is not built yet. Run "npm run build" in its folder, then try again.\n')
  process.exit(1)
}
await import(entry.href)
