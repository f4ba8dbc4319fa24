import { ValidationError } from '../../../errors.ts'

/** Refuses a day before today (UTC), under the field. */
export const requireFutureDate = (field: string, date: string | null | undefined): void => {
  if (date === null || date === undefined) return
  if (date < new Date().toISOString().slice(0, 10)) {
    throw new ValidationError({ [field]: ['Cannot be earlier than the current date.'] })
  }
}
