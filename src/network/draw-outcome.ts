/** Which of several possible outcomes comes about: as often as its probability says. @param chance 0 <= chance < 1 */
export function drawOutcome<T extends { readonly probability: number }>(outcomes: readonly T[], chance: number): T | undefined {
  let rest = chance
  for (const outcome of outcomes) {
    rest -= outcome.probability
    if (rest < 0) return outcome
  }
  return outcomes.at(-1)
}
