import { uuidOfUrl } from '../../../../contract/values.ts'
import { linkedUuid } from '../../../links.ts'

/** The UUID in a link to an object that several collections hold; otherwise a 400 under the field. */
export const linkedUuidIn = (link: string, collections: readonly [string, ...string[]], field: string): string => {
  const collection = collections.find((name) => uuidOfUrl(link, name) !== undefined) ?? collections[0]
  return linkedUuid(link, collection, field)
}
