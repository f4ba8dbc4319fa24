/** An instant that was read by the contract, with its fraction dropped when it is zero. */
export const wireExpiration = (instant: string | null): string | null => instant?.replace('.000000Z', 'Z') ?? null
