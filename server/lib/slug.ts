const PREFIX_LENGTH = 8

/** Lower-case ASCII letters, digits, `_` and single hyphens; empty when nothing of the text survives. */
export const slugify = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[^\p{ASCII}]/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9_\s-]/g, '')
    .replace(/[\s-]+/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '')

/** What a generated slug starts with; a hyphen and a number follow. */
export const slugPrefix = (source: string): string => slugify(source).slice(0, PREFIX_LENGTH)

/** Prefix and number of a numbered slug, undefined when the slug does not end in a number. */
export const slugParts = (slug: string): { prefix: string; number: number } | undefined => {
  const match = /^(.*)-(\d{1,9})$/s.exec(slug)
  return match ? { prefix: match[1] ?? '', number: Number(match[2]) } : undefined
}
