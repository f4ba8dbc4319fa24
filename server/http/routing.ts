import { definitionOf, operationIds } from '../../contract/index.ts'
import { policyOf } from '../access/policy.ts'

// Fastify routes the operations; this finds out what an unrouted request was meant for.

interface KnownPath {
  pattern: RegExp
  methods: string[]
  isPublic: boolean
}

const knownPaths = new Map<string, KnownPath>()
for (const id of operationIds) {
  const { path, method } = definitionOf(id)
  const source = path.replace(/\{\w+\}/g, '[^/]+')
  const known = knownPaths.get(source) ?? { pattern: new RegExp(`^${source}$`), methods: [], isPublic: false }
  known.methods.push(...(method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]))
  known.isPublic ||= policyOf(id).who === 'anyone'
  knownPaths.set(source, known)
}

const literalFirst = [...knownPaths].sort(([a], [b]) => Number(a.includes('[')) - Number(b.includes('[')))

/** The methods of a path of the operation table, and whether anonymous callers learn of wrong methods. */
export const knownPath = (path: string): KnownPath | undefined =>
  literalFirst.find(([, known]) => known.pattern.test(path))?.[1]

/** Path of an operation in the router's notation. */
export const routePattern = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1')
