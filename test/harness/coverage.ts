import { mkdirSync, writeFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { NOTES_DIRECTORY } from './notes.ts'

// Notes which parameters and response fields of each operation the tests of this file exercised. The notes of all
// files make docs/conformance.md (scripts/conformance.ts).

const notes = new Map<string, { parameters: Set<string>; fields: Set<string>; cells: number }>()

const notesOf = (operation: string) => {
  const known = notes.get(operation) ?? { parameters: new Set(), fields: new Set(), cells: 0 }
  notes.set(operation, known)
  return known
}

const collect = (value: unknown, path: string, fields: Set<string>): void => {
  if (Array.isArray(value)) {
    for (const member of value) collect(member, path, fields)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      const here = path === '' ? key : `${path}.${key}`
      fields.add(here)
      collect(inner, here, fields)
    }
  }
}

export const noteRequest = (operation: string, parameters: Iterable<string>, body: unknown): void => {
  const known = notesOf(operation)
  for (const parameter of parameters) known.parameters.add(parameter)
  collect(body, '', known.fields)
}

/** One cell of the authorization matrix was checked. */
export const noteMatrixCell = (operation: string): void => {
  notesOf(operation).cells++
}

/** Leaves the notes for scripts/conformance.ts, when CONTRACT_NOTES=1 asks for them, and forgets them. */
export const writeNotes = (): void => {
  if (notes.size === 0 || process.env.CONTRACT_NOTES !== '1') return
  mkdirSync(NOTES_DIRECTORY, { recursive: true })
  const content = Object.fromEntries(
    [...notes].map(([operation, { parameters, fields, cells }]) => [
      operation,
      { parameters: [...parameters], fields: [...fields], cells },
    ]),
  )
  writeFileSync(join(NOTES_DIRECTORY, `${randomUUID()}.json`), JSON.stringify(content))
  notes.clear()
}
