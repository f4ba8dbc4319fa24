import assert from 'node:assert/strict'

// What the steps have in common: requests, and what they must be answered with.

export type Json = Record<string, unknown>

interface Sent {
  /** Key of the token of the caller; anonymous without. */
  as?: string
  body?: unknown
  query?: Record<string, string>
}

interface Answered {
  status: number
  body: unknown
}

export type Send = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, sent?: Sent) => Promise<Answered>

export interface Run {
  send: Send
  /** Called with what has been reached. */
  note: (what: string) => void
  staff: string
  /** Makes names of this run unlike those of others. */
  mark: string
}

export interface Created {
  uuid: string
  url: string
}

interface Person extends Created {
  token: string
}

/** The body of an answer that must have this status; an object, unless the caller knows better. */
export const ok = async (answer: Promise<Answered>, status: number, what: string): Promise<Json> => {
  const { status: got, body } = await answer
  assert.equal(got, status, `${what}: ${JSON.stringify(body)}`)
  return body as Json
}

export const list = async (answer: Promise<Answered>, what: string): Promise<Json[]> =>
  (await ok(answer, 200, what)) as unknown as Json[]

export const create = async ({ send }: Run, path: string, as: string, body: Json): Promise<Created & Json> =>
  (await ok(send('POST', path, { as, body }), 201, `POST ${path}`)) as Created & Json

/** An action that answers with 200. */
export const act = ({ send }: Run, path: string, as: string, body: unknown = {}): Promise<Json> =>
  ok(send('POST', path, { as, body }), 200, `POST ${path}`)

/** A user with a password, and a token for him. */
export const person = async (run: Run, name: string): Promise<Person> => {
  const username = `${name}-${run.mark}`
  const password = `sample-${run.mark}-Password-1`
  const user = await create(run, '/api/users/', run.staff, {
    username,
    email: `${username}@example.org`,
    first_name: name,
  })
  await act(run, `/api/users/${user.uuid}/change_password/`, run.staff, { new_password: password })
  const signedIn = await ok(run.send('POST', '/api-auth/password/', { body: { username, password } }), 200, 'sign in')
  return { ...user, token: signedIn.token as string }
}

export const grant = (run: Run, collection: string, scope: Created, user: Created, role: string): Promise<Json> =>
  ok(
    run.send('POST', `/api/${collection}/${scope.uuid}/add_user/`, { as: run.staff, body: { role, user: user.uuid } }),
    201,
    `${role} of ${collection}`,
  )

/** The day in UTC, so many days from now. */
export const dayFromNow = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
