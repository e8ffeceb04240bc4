export const DIFFERENCES: readonly { readonly id: string; readonly aspects: readonly string[]; readonly reason: string }[] = []
