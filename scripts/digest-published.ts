// Makes test/contract/published-8.0.5.json from a published OpenAPI document: `tsx scripts/digest-published.ts FILE`.
// Run it only when another release of the published contract becomes the measure.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf } from '../test/contract/digest.ts'

const [source] = process.argv.slice(2)
if (source === undefined) throw new Error('Name the published document.')
const digest = digestOf(JSON.parse(readFileSync(source, 'utf8')))
const target = join(import.meta.dirname, '../test/contract/published-8.0.5.json')
writeFileSync(target, `${JSON.stringify(digest, null, 1)}\n`)
