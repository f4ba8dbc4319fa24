import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export const documents = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(`${ROOT}docs`)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

export const textOf = (document: string): string => readFileSync(ROOT + document, 'utf8')

const FENCE = /^```(\w*)\n([\s\S]*?)^```$/gm

/** Contents of the fenced blocks with this mark. */
export const blocks = (document: string, mark: string): string[] =>
  [...textOf(document).matchAll(FENCE)].filter((match) => match[1] === mark).map((match) => (match[2] ?? '').trim())

/** What stands in backticks within the text. */
export const inlineCode = (document: string): string[] =>
  [
    ...textOf(document)
      .replace(FENCE, '')
      .matchAll(/`([^`]+)`/g),
  ].map((match) => match[1] ?? '')

/** Targets of links to other files, without the part of the page. */
export const relativeLinks = (document: string): string[] =>
  [...textOf(document).matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1] ?? '')
    .filter((target) => !/^(https?:|mailto:|#)/.test(target))
    .map((target) => target.replace(/#.*$/, ''))
