import { definitionOf, operationIds } from '../../contract/index.ts'
import { leftOut } from '../../contract/left-out/index.ts'
import { policyOf } from '../access/policy.ts'

// Fastify routes the operations; this finds out what an unrouted request was meant for.

interface KnownPath {
  pattern: RegExp
  methods: string[]
  isPublic: boolean
}

const knownPaths = new Map<string, KnownPath>()
const learn = ({ path, method }: { path: string; method: string }, isPublic: boolean): void => {
  const source = path.replace(/\{\w+\}/g, '[^/]+')
  const known = knownPaths.get(source) ?? { pattern: new RegExp(`^${source}$`), methods: [], isPublic: false }
  const methods = method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]
  known.methods.push(...methods.filter((name) => !known.methods.includes(name)))
  known.isPublic ||= isPublic
  knownPaths.set(source, known)
}
for (const id of operationIds) learn(definitionOf(id), policyOf(id).who === 'anyone')
for (const operation of Object.values(leftOut)) learn(operation, false)

const literalFirst = [...knownPaths].sort(([a], [b]) => Number(a.includes('[')) - Number(b.includes('[')))

/** The methods of a path of the operation table, and whether anonymous callers learn of wrong methods. */
export const knownPath = (path: string): KnownPath | undefined =>
  literalFirst.find(([, known]) => known.pattern.test(path))?.[1]

/** Path of an operation in the router's notation. */
export const routePattern = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1')
