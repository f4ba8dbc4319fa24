/** A UUID as PostgreSQL prints it, in the plain form of the wire. Rows hold several: taking it apart is the fastest. */
export const wireUuid = (uuid: string): string =>
  uuid.length === 36
    ? uuid.slice(0, 8) + uuid.slice(9, 13) + uuid.slice(14, 18) + uuid.slice(19, 23) + uuid.slice(24)
    : uuid.replaceAll('-', '')

const POSTGRES_TIMESTAMP = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?([+-]\d{2}(?::\d{2}){0,2})$/

/** A timestamptz as PostgreSQL prints it, in whatever zone, as UTC with six fraction digits or none. */
export const wireTimestamp = (text: string): string => {
  const match = POSTGRES_TIMESTAMP.exec(text)
  if (!match) throw new Error('Not a timestamp with time zone')
  const [, date, time, fraction, offset] = match as unknown as [string, string, string, string | undefined, string]
  const seconds = offset === '+00' ? `${date}T${time}` : inUtc(date, time, offset)
  const micros = (fraction ?? '').padEnd(6, '0')
  return micros === '000000' ? `${seconds}Z` : `${seconds}.${micros}Z`
}

const inUtc = (date: string, time: string, offset: string): string => {
  const [hours = 0, minutes = 0, seconds = 0] = offset.slice(1).split(':').map(Number)
  const sign = offset.startsWith('-') ? 1 : -1
  const instant = new Date(`${date}T${time}Z`).getTime() + sign * ((hours * 60 + minutes) * 60 + seconds) * 1000
  return new Date(instant).toISOString().slice(0, 19)
}
