// Writes every file that is generated and committed; with --check only compares and fails when one is stale.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateOpenapi } from './generate-openapi.ts'
import { generateSchema } from './generate-schema.ts'
import { generateStateMachines } from './generate-state-machines.ts'

export interface GeneratedFile {
  /** Relative to the root of the package. */
  path: string
  content: string
}

const generators: (() => Promise<GeneratedFile[]>)[] = [generateSchema, generateOpenapi, generateStateMachines]

const root = join(import.meta.dirname, '..')
const check = process.argv.includes('--check')

for (const generate of generators) {
  for (const { path, content } of await generate()) {
    const file = join(root, path)
    const current = await readFile(file, 'utf8').catch(() => undefined)
    if (current === content) continue
    if (check) {
      console.error(`${path} is stale. Run "npm run gen" and commit the result.`)
      process.exitCode = 1
    } else {
      await writeFile(file, content)
      console.log(`wrote ${path}`)
    }
  }
}
