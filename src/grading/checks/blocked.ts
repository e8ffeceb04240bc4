/** `blocked: { from, to }`: no client connects. Only what a policy drops counts: a refused connection has reached the Pod. */
import type { Walk } from '../../network/model.ts'
import type { CheckOutcome } from '../failure.ts'
import { keeperOf } from '../explain/keeper.ts'
import { nameConnection, verdictWords } from '../explain/verdict.ts'
import { words } from '../words.ts'
import type { Check } from './check.ts'
import { askAll, readConnection } from './connections.ts'
import { missingObject } from './find-object.ts'
import type { ConnectionSpec } from './specs.ts'

/** Where a policy would have stopped the packet. */
const stopOf = ({ hops }: Walk): number => {
  const keeper = keeperOf(hops)
  return keeper === undefined ? -1 : hops.indexOf(keeper)
}

export const blocked: Check<ConnectionSpec> = {
  kind: 'blocked',
  read: readConnection('blocked'),
  run: (spec, { snapshot }): CheckOutcome => {
    const { missing, asked } = askAll(snapshot, spec)
    if (missing !== undefined) return missingObject(missing)
    for (const { question, outcomes } of asked) {
      const outcome = outcomes.find(({ verdict }) => verdict === 'connected' || verdict === 'refused')
      if (outcome === undefined) continue
      const name = nameConnection(question)
      const verdict = verdictWords(outcome.verdict)
      const shouldStopAt = stopOf(outcome.walk)
      return {
        passed: false,
        expected: words(`${name}   timed out`, `${name}   시간 초과`),
        actual: words(`${name}   ${verdict.en}`, `${name}   ${verdict.ko}`),
        finding: { kind: 'not-blocked', question, outcome },
        walk: outcome.walk,
        ...(shouldStopAt < 0 ? {} : { shouldStopAt }),
      }
    }
    return { passed: true }
  },
}
