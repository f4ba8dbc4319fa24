/** A name as it is searched: decomposed (NFKD), everything outside ASCII dropped. */
export const searchName = (name: string): string => name.normalize('NFKD').replace(/\P{ASCII}/gu, '')
