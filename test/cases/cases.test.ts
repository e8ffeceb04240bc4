import { beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../src/network/connect.ts'
import type { ConnectQuestion, RequestQuestion, Snapshot } from '../../src/network/model.ts'
import { prepareRequests } from '../../src/network/prepare.ts'
import { request } from '../../src/network/request.ts'
import { resolve } from '../../src/network/resolve.ts'
import { caseFolders, readCase, renderOutcomes, renderResolution, renderShare } from './read-case.ts'
import { renderExchange } from './read-request.ts'

describe.each(caseFolders())('$name', ({ folder }) => {
  const { title, snapshot, expectations } = readCase(folder)

  beforeAll(async () => {
    await prepareRequests(snapshot)
  })

  it('expects something', () => {
    expect(expectations.length).toBeGreaterThan(0)
  })

  it.each(expectations)(`${title}: line $line: $text`, (expectation) => {
    if (expectation.kind === 'lookup')
      expect(renderResolution(resolve(snapshot, expectation.question))).toBe(expectation.wanted)
    else if (expectation.kind === 'request') expectExchange(snapshot, expectation)
    else expectConnection(snapshot, expectation)
  })
})

const expectConnection = (
  snapshot: Snapshot,
  { question, wanted }: { readonly question: ConnectQuestion; readonly wanted: string },
): void => {
  const { outcomes } = connect(snapshot, question)
  expect(renderOutcomes(outcomes, wanted)).toBe(wanted)
  expect(outcomes.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1)
  for (const { walk } of outcomes) expect(walk.hops.at(-1)?.semantics.length).toBeGreaterThan(0)
}

const expectExchange = (
  snapshot: Snapshot,
  { question, wanted }: { readonly question: RequestQuestion; readonly wanted: string },
): void => {
  const { outcomes } = request(snapshot, question)
  expect(renderExchange(outcomes, wanted, renderShare)).toBe(wanted)
  expect(outcomes.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1)
  for (const { walk } of outcomes) expect(walk.hops.some(({ semantics }) => semantics.length > 0)).toBe(true)
}
