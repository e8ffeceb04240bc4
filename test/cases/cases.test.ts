import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { connect } from '../../src/network/connect.ts'
import type { ConnectQuestion, Snapshot } from '../../src/network/model.ts'
import { resolve } from '../../src/network/resolve.ts'
import { readCase, renderOutcomes, renderResolution } from './read-case.ts'

const root = import.meta.dirname
const isFolder = (name: string): boolean => statSync(path.join(root, name)).isDirectory()

const folders = readdirSync(root)
  .filter(isFolder)
  .flatMap((area) => readdirSync(path.join(root, area)).map((name) => `${area}/${name}`))
  .filter((name) => isFolder(name) && readdirSync(path.join(root, name)).includes('expected.txt'))

describe.each(folders)('%s', (name) => {
  const { title, snapshot, expectations } = readCase(path.join(root, name))

  it('expects something', () => {
    expect(expectations.length).toBeGreaterThan(0)
  })

  it.each(expectations)(`${title}: line $line: $text`, (expectation) => {
    if (expectation.kind === 'lookup')
      expect(renderResolution(resolve(snapshot, expectation.question))).toBe(expectation.wanted)
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
