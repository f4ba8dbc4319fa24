import type { Page } from '../list/page.ts'

/** Query encoding of the links: blanks as `+`, everything but `A-Z a-z 0-9 _ . - ~` as upper-case `%XX`. */
const encode = (text: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')

const byCodePoint = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** The request's query with `page` set or removed, sorted by name; the order of repeated values stays. */
const withPage = (query: URLSearchParams, page: number | undefined): string => {
  const entries = [...query].filter(([name]) => name !== 'page')
  if (page !== undefined) entries.push(['page', String(page)])
  entries.sort(([a], [b]) => byCodePoint(a, b))
  const text = entries.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
  return text === '' ? '' : `?${text}`
}

/** Headers of a page: total and links, RFC 8288. `url` is absolute and has no query. */
export const pagingHeaders = (
  page: Pick<Page<unknown>, 'number' | 'last' | 'total'>,
  url: string,
  query: URLSearchParams,
): Record<string, string> => {
  const link = (number: number | undefined, relation: string) => `<${url}${withPage(query, number)}>; rel="${relation}"`
  const links = [link(undefined, 'first')]
  if (page.number > 1) links.push(link(page.number === 2 ? undefined : page.number - 1, 'prev'))
  if (page.number < page.last) links.push(link(page.number + 1, 'next'))
  links.push(link(page.last === 1 ? undefined : page.last, 'last'))
  return { 'x-result-count': String(page.total), link: links.join(', ') }
}
