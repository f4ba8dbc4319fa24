/** Deliberate differences from the published contract: path of the fact → ours and the entry of the ledger. */
export type Deviations = Readonly<Record<string, readonly [ours: string | undefined, ledger: string]>>
