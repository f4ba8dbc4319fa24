// Makes the digests of a published OpenAPI document that the drift tests compare with:
// `tsx scripts/digest-published.ts FILE NAME` writes test/contract/NAME.json. Run it only when another release of the
// published contract becomes the measure.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf } from '../test/contract/digest.ts'

const [source, name] = process.argv.slice(2)
if (source === undefined || name === undefined) throw new Error('Name the published document and the digest.')
const digest = digestOf(JSON.parse(readFileSync(source, 'utf8')))
const target = join(import.meta.dirname, `../test/contract/${name}.json`)
writeFileSync(target, `${JSON.stringify(digest, null, 1)}\n`)
