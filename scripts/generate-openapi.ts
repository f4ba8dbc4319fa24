import { openApiDocument } from '../contract/openapi.ts'
import { packageVersion } from '../server/lib/package.ts'
import type { GeneratedFile } from './generate.ts'

/** The OpenAPI document of the operation table, so that a change of the contract shows in review. */
export const generateOpenapi = (): Promise<GeneratedFile[]> =>
  Promise.resolve([
    { path: 'contract/openapi.gen.json', content: `${JSON.stringify(openApiDocument(packageVersion()), null, 2)}\n` },
  ])
