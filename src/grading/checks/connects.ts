/** `connects: { from, to }`: every client connects, whichever endpoint is chosen. */
import type { CheckOutcome } from '../failure.ts'
import { nameConnection, verdictWords } from '../explain/verdict.ts'
import { words } from '../words.ts'
import type { Check } from './check.ts'
import { askAll, readConnection } from './connections.ts'
import { missingObject } from './find-object.ts'
import type { ConnectionSpec } from './specs.ts'

export const connects: Check<ConnectionSpec> = {
  kind: 'connects',
  read: readConnection('connects'),
  run: (spec, { snapshot }): CheckOutcome => {
    const { missing, asked } = askAll(snapshot, spec)
    if (missing !== undefined) return missingObject(missing)
    for (const { question, outcomes } of asked) {
      const outcome = outcomes.find(({ verdict }) => verdict !== 'connected')
      if (outcome === undefined) continue
      const name = nameConnection(question)
      const verdict = verdictWords(outcome.verdict)
      return {
        passed: false,
        expected: words(`${name}   connected`, `${name}   연결됨`),
        actual: words(`${name}   ${verdict.en}`, `${name}   ${verdict.ko}`),
        finding: { kind: 'not-connected', question, outcome },
        walk: outcome.walk,
      }
    }
    return { passed: true }
  },
}
