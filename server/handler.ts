import type { z } from 'zod'
import type { BodyOf, OperationId, Operations, QueryOf, ResponseOf } from '../contract/index.ts'
import type { policies } from './access/policy.ts'
import type { Authenticated, Context, OfProvider } from './context.ts'
import type { Database, Queryable, Transaction } from './db/database.ts'
import type { Page } from './list/page.ts'

type IsRead<Id extends OperationId> = Operations[Id]['method'] extends 'get' ? true : false

type ScopeOf<Id extends OperationId> = (typeof policies)[Id] extends { on: string } ? OfProvider : unknown

type CallerOf<Id extends OperationId> = (typeof policies)[Id] extends { who: 'anyone' | 'browser' }
  ? unknown
  : Authenticated

/** Writes that do something slow between their statements and open their own, short transactions around it. */
const OWN_TRANSACTIONS = ['api_auth_password'] as const satisfies OperationId[]

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

/** The function behind one row of the operation table. */
export type Handler<Id extends OperationId> = (
  context: ContextOf<Id>,
  input: Input<Id>,
) => Promise<ResultOf<Id> | Reply<unknown>>

/** Stands for an operation of the contract that is answered with 501. */
export const notImplemented = Symbol('not implemented')

export type Handlers<Ids extends OperationId = OperationId> = {
  [Id in Ids]: Handler<Id> | typeof notImplemented
}

export type Wire<T extends z.ZodType> = z.output<T>
