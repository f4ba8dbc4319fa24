// Takes a provider through its life on a running server: `TOKEN=… npx tsx scripts/acceptance.ts [http://…:8000]`, with
// the token of a staff user. Everything it makes has names of its own.
import type { Send } from './acceptance/client.ts'
import { runAcceptance } from './acceptance/steps.ts'

const base = process.argv[2] ?? 'http://127.0.0.1:8000'
const token = process.env.TOKEN ?? ''

const send: Send = async (method, path, { as, body, query } = {}) => {
  const url = new URL(path, base)
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.append(name, value)
  const response = await fetch(url, {
    method,
    headers: {
      ...(as === undefined ? {} : { authorization: `Token ${as}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) }
}

await runAcceptance(send, token, (what) => {
  console.log(`ok  ${what}`)
})
