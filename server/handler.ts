import type { z } from 'zod'
import type { BodyOf, OperationId, Operations, QueryOf, ResponseOf } from '../contract/index.ts'
import type { policies } from './access/policy.ts'
import type { Target } from './access/targets/index.ts'
import type { Authenticated, Context, OfProvider } from './context.ts'
import type { Database, Queryable, Transaction } from './db/database.ts'
import type { Page } from './list/page.ts'

type IsRead<Id extends OperationId> = Operations[Id]['method'] extends 'get' ? true : false

type ScopeOf<Id extends OperationId> = (typeof policies)[Id] extends { on: string }
  ? OfProvider
  : (typeof policies)[Id] extends { target: string }
    ? OfTarget
    : unknown

/** The object that the path names. */
export interface OfTarget {
  target: Target
}

type CallerOf<Id extends OperationId> = (typeof policies)[Id] extends { who: 'anyone' | 'browser' }
  ? unknown
  : Authenticated

/** Writes that do something slow between their statements and open their own, short transactions around it. */
const OWN_TRANSACTIONS = ['api_auth_password', 'users_change_password'] as const satisfies OperationId[]

export const opensOwnTransactions = (id: OperationId): boolean => OWN_TRANSACTIONS.some((own) => own === id)

type DatabaseOf<Id extends OperationId> = Id extends (typeof OWN_TRANSACTIONS)[number]
  ? Database
  : IsRead<Id> extends true
    ? Queryable
    : Transaction

/** The context of one operation: reads get the database, writes a transaction. */
export type ContextOf<Id extends OperationId> = Context<DatabaseOf<Id>> & ScopeOf<Id> & CallerOf<Id>

export interface Input<Id extends OperationId> {
  params: Record<string, string>
  query: QueryOf<Id>
  body: BodyOf<Id>
}

type ResultOf<Id extends OperationId> = Operations[Id] extends { count: unknown }
  ? Page<ResponseOf<Id> extends (infer Item)[] ? Item : never>
  : ResponseOf<Id>

/** An answer with another status or other headers than the contract's default. */
export class Reply<T> {
  readonly status: number
  readonly body: T | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, body: T | undefined, headers: Readonly<Record<string, string>> = {}) {
    this.status = status
    this.body = body
    this.headers = headers
  }
}

type Answer<Id extends OperationId> =
  Promise<ResultOf<Id> | Reply<unknown>> | (ResultOf<Id> extends undefined ? Promise<void> : never)

/** The function behind one row of the operation table. */
export type Handler<Id extends OperationId> = (context: ContextOf<Id>, input: Input<Id>) => Answer<Id>

/** Look-ups by field. Each gets a well-formed value and returns what it stands for, or throws a FieldError. */
export type Resolvers<C = never, Fields = Record<string, never>> = {
  [Name in keyof Fields]?: (context: C, value: NonNullable<Fields[Name]>) => unknown
}

interface ResolversOf<Id extends OperationId> {
  query?: Resolvers<ContextOf<Id>, QueryOf<Id>>
  /** A body that is a list has no fields. */
  body?: BodyOf<Id> extends readonly unknown[] ? undefined : Resolvers<ContextOf<Id>, BodyOf<Id>>
}

/** The fields, with the results of look-ups in the place of what was looked up; null and absent stay. */
type Resolved<Fields, R> = {
  [Name in keyof Fields]: R extends Record<Name, (context: never, value: never) => infer Result>
    ? Awaited<Result> | Extract<Fields[Name], null | undefined>
    : Fields[Name]
}

type Part<R, Name extends string> = R extends Record<Name, infer Found> ? Found : unknown

/** A function with look-ups before it, whose refusals come in one 400 with those of the contract. */
export interface ResolvingHandler<Id extends OperationId> {
  resolvers: ResolversOf<Id>
  run: (context: ContextOf<Id>, input: never) => Answer<Id>
}

/**
 * Declares the look-ups of an operation's fields. They run before the function, in the order in which they are
 * written, also when other fields have problems; what they throw beside a FieldError ends the request at once.
 */
export const resolving = <Id extends OperationId, const R extends ResolversOf<Id>>(
  _id: Id,
  resolvers: R,
  run: (
    context: ContextOf<Id>,
    input: {
      params: Record<string, string>
      query: Resolved<QueryOf<Id>, Part<R, 'query'>>
      body: Resolved<BodyOf<Id>, Part<R, 'body'>>
    },
  ) => Answer<Id>,
): ResolvingHandler<Id> => ({ resolvers, run })

export type Handlers<Ids extends OperationId = OperationId> = {
  [Id in Ids]: Handler<Id> | ResolvingHandler<Id>
}

export type Wire<T extends z.ZodType> = z.output<T>
