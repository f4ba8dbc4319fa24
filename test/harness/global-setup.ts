import type { TestProject } from 'vitest/node'
import { makeTemplate, startTestServer } from './server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Connects to the maintenance database of the server that tests run on. */
    adminUrl: string
  }
}

/** TEST_DATABASE_URL names a server where databases may be created; without it an embedded one is started. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const external = process.env.TEST_DATABASE_URL
  const server = external === undefined ? await startTestServer() : { url: external, stop: async () => {} }
  await makeTemplate(server.url)
  project.provide('adminUrl', server.url)
  return server.stop
}
