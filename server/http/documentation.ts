import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { stringify } from 'yaml'
import { openApiDocument } from '../../contract/openapi.ts'
import { packageVersion } from '../lib/package.ts'
import { HEAD_TOO } from './health.ts'

const VIEWER_FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
}

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Purveyor API</title>
    <link rel="stylesheet" href="swagger-ui.css">
  </head>
  <body>
    <div id="documentation"></div>
    <script src="swagger-ui-bundle.js"></script>
    <script src="start.js"></script>
  </body>
</html>
`

const START = `SwaggerUIBundle({ url: '/api/schema/', dom_id: '#documentation', deepLinking: true, filter: true })\n`

// The viewer sets inline styles and shows icons from data URLs.
const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'"

/** `/api/schema/` as JSON or, on request, YAML; `/docs/` shows it in a packaged viewer. */
export const registerDocumentation = async (app: FastifyInstance): Promise<void> => {
  const document = openApiDocument(packageVersion())
  const asJson = JSON.stringify(document)
  const asYaml = stringify(document, { aliasDuplicateObjects: false })
  app.get('/api/schema/', HEAD_TOO, (request, reply) => {
    const query = request.query as Record<string, unknown>
    const wantsYaml = query.format === 'yaml' || (request.headers.accept ?? '').includes('yaml')
    return wantsYaml
      ? reply.type('application/yaml; charset=utf-8').send(asYaml)
      : reply.type('application/json').send(asJson)
  })
  const viewer = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  for (const [name, type] of Object.entries(VIEWER_FILES)) {
    const content = readFileSync(join(viewer, name))
    app.get(`/docs/${name}`, HEAD_TOO, (_request, reply) => reply.type(type).send(content))
  }
  app.get('/docs/start.js', HEAD_TOO, (_request, reply) => reply.type('text/javascript').send(START))
  app.get('/docs', HEAD_TOO, (_request, reply) => reply.redirect('/docs/', 301))
  app.get('/docs/', HEAD_TOO, (_request, reply) =>
    reply.header('Content-Security-Policy', POLICY).type('text/html; charset=utf-8').send(PAGE),
  )
  await app.after()
}
