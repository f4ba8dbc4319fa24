import { sql as statement, type Sql } from '../db/sql.ts'
import { asItIs, type Column } from './selection.ts'
import { wireTimestamp, wireUuid } from '../lib/wire.ts'

// Makers of columns: from what PostgreSQL returns to the form on the wire.

const castToText = (sql: Sql): Sql => statement`(${sql})::text`

const plain = <T>(sql: Sql): Column<T> => ({ sql, read: asItIs })

/** The same for every object. */
export const constant = <T>(value: T): Column<T> => ({ sql: statement`null`, read: () => value })
export const text = (sql: Sql) => plain<string>(sql)
export const nullableText = (sql: Sql) => plain<string | null>(sql)
export const flag = (sql: Sql) => plain<boolean>(sql)
export const smallNumber = (sql: Sql) => plain<number>(sql)
export const nullableNumber = (sql: Sql) => plain<number | null>(sql)
/** Counts arrive as bigint, which the driver leaves as text. */
export const count = (sql: Sql): Column<number> => ({ sql, read: (value: string) => Number(value) })
/** An exact decimal that the contract wants as a JSON number: the last step before the wire, never to be computed with. */
export const decimalNumber = (sql: Sql): Column<number> => ({
  sql: castToText(sql),
  read: (value: string) => Number(value),
})
/** A date as PostgreSQL prints it. */
export const nullableDate = (sql: Sql) => plain<string | null>(sql)
/** JSON as stored, or as built by the statement. */
export const json = <T>(sql: Sql) => plain<T>(sql)
export const uuid = (sql: Sql): Column<string> => ({ sql, read: wireUuid })
export const nullableUuid = (sql: Sql): Column<string | null> => ({
  sql,
  read: (value: string | null) => value && wireUuid(value),
})
/** The key is left out when there is no value. */
export const optional = <T>(column: Column<T>): Column<T> => ({
  sql: column.sql,
  read: (value: unknown) => (value === null ? undefined : column.read(value as never)),
})
export const timestamp = (sql: Sql): Column<string> => ({ sql, read: wireTimestamp })
export const nullableTimestamp = (sql: Sql): Column<string | null> => ({
  sql,
  read: (value: string | null) => value && wireTimestamp(value),
})

const url = (origin: string, collection: string, uuid: string): string =>
  `${origin}/api/${collection}/${wireUuid(uuid)}/`

/** The detail URL of an object, from its uuid. */
export const link = (origin: string, collection: string, sql: Sql): Column<string> => ({
  sql,
  read: (value: string) => url(origin, collection, value),
})
export const nullableLink = (origin: string, collection: string, sql: Sql): Column<string | null> => ({
  sql,
  read: (value: string | null) => value && url(origin, collection, value),
})
