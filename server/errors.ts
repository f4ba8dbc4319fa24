// The closed set of refusals. Operations throw them; server/http/respond.ts renders them, in one place.

/** Messages of one field, in the shape of its value when that has members. */
export type Messages = string[] | FieldMessages | FieldMessages[]

export interface FieldMessages {
  [field: string]: Messages
}

export type ErrorBody = Messages | readonly string[] | { detail: string }

export class ApiError extends Error {
  readonly status: number
  readonly body: ErrorBody
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, body: ErrorBody, headers: Readonly<Record<string, string>> = {}) {
    super(JSON.stringify(body))
    this.name = new.target.name
    this.status = status
    this.body = body
    this.headers = headers
  }
}

/** 400: messages by field. */
export class ValidationError extends ApiError {
  readonly fields: FieldMessages

  constructor(fields: FieldMessages) {
    super(400, fields)
    this.fields = fields
  }
}

/** 400 under the field that is being resolved, together with the problems of all others; see server/handler.ts. */
export class FieldError extends ApiError {
  readonly messages: Messages

  constructor(messages: string | Messages) {
    const list = typeof messages === 'string' ? [messages] : messages
    super(400, { non_field_errors: list })
    this.messages = list
  }
}

/** 400: a rule across fields. */
export class NonFieldError extends ValidationError {
  constructor(message: string) {
    super({ non_field_errors: [message] })
  }
}

/** 400 with a bare list: a rule refused inside the operation. */
export class RuleError extends ApiError {
  constructor(message: string) {
    super(400, [message])
  }
}

/** 400: the request cannot be read. */
export class ParseError extends ApiError {
  constructor(detail: string) {
    super(400, { detail })
  }
}

/** 401, by default with the challenge that token clients expect. */
export class NotAuthenticated extends ApiError {
  constructor(detail = 'Authentication credentials were not provided.', headers = { 'www-authenticate': 'Token' }) {
    super(401, { detail }, headers)
  }
}

/** 401 of the log-in itself, without a challenge. */
export class LoginRefused extends ApiError {
  constructor(detail: string) {
    super(401, { detail })
  }
}

export class Forbidden extends ApiError {
  constructor(detail = 'You do not have permission to perform this action.') {
    super(403, { detail })
  }
}

/** 404, naming the kind of object that was looked for. */
export class NotFound extends ApiError {
  constructor(kind?: string) {
    super(404, { detail: kind === undefined ? 'Not found.' : `No ${kind} matches the given query.` })
  }
}

export class InvalidPage extends ApiError {
  constructor() {
    super(404, { detail: 'Invalid page.' })
  }
}

/** 409: the object is in a state in which the action is not possible. */
export class Conflict extends ApiError {
  constructor(detail: string) {
    super(409, { detail })
  }
}

/** 400: a refusal in words, without a field. */
export class Refused extends ApiError {
  constructor(detail: string) {
    super(400, { detail })
  }
}

export class MethodNotAllowed extends ApiError {
  constructor(method: string, allowed: readonly string[]) {
    super(405, { detail: `Method "${method}" not allowed.` }, { allow: allowed.join(', ') })
  }
}

/** 405: offerings of this type do not know the action. */
export class UnsupportedByType extends ApiError {
  constructor(type: string) {
    super(405, { detail: `The order's offering with ${type} type does not support this action` })
  }
}

export class NotAcceptable extends ApiError {
  constructor() {
    super(406, { detail: 'Could not satisfy the request Accept header.' })
  }
}

export class UnsupportedMediaType extends ApiError {
  constructor(type: string) {
    super(415, { detail: `Unsupported media type "${type}" in request.` })
  }
}

export class NotImplemented extends ApiError {
  constructor(reason: string) {
    super(501, { detail: reason })
  }
}

/** 503: the database cannot be reached, or there is more to do than can be done right now. */
export class Unavailable extends ApiError {
  constructor() {
    super(503, { detail: 'The service is temporarily unavailable. Try again later.' }, { 'retry-after': '5' })
  }
}
