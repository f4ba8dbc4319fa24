/** Where a search begins: within what the list may hold at all, or with all matches by their indexes. */
export type SearchPlan = 'within' | 'matches-first'
