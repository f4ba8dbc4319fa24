import { sql, type Sql } from '../../db/sql.ts'

// Months and days of billing as SQL expressions. All of it is UTC and independent of the zone of the connection.

/** The instant that counts as now, as SQL: the clock of the database. Tests pass another. */
export const NOW: Sql = sql`now()`

/** First day of the month of an instant. */
export const monthOf = (instant: Sql): Sql => sql`date_trunc('month', ${instant} at time zone 'utc')::date`

/** First day of the month after; of a date. */
export const monthAfter = (month: Sql): Sql => sql`(${month} + interval '1 month')::date`

/** The first instant of a month. */
export const startOf = (month: Sql): Sql => sql`(${month}::timestamp at time zone 'utc')`

/** The last instant of a month; an item that ends with it is open. */
export const endOf = (month: Sql): Sql =>
  sql`((${month} + interval '1 month' - interval '1 microsecond') at time zone 'utc')`

/** An instant as text of a JSON value. */
export const isoText = (instant: Sql): Sql =>
  sql`to_char(${instant} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** How many days or hours were begun between two instants; 0 when they are the same or in the wrong order. */
export const started = (unit: 'day' | 'hour', from: Sql, to: Sql): Sql =>
  sql`ceil(greatest(extract(epoch from ${to} - ${from}), 0) / ${unit === 'day' ? sql`86400` : sql`3600`})`

/** Days of the calendar month, quarter or year that a date lies in. */
export const daysIn = (period: 'month' | 'quarter' | 'year', day: Sql): Sql => {
  const length = { month: sql`interval '1 month'`, quarter: sql`interval '3 months'`, year: sql`interval '1 year'` }
  const first = sql`date_trunc(${period}, ${day}::timestamp)`
  return sql`((${first} + ${length[period]})::date - ${first}::date)`
}
