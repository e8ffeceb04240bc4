import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { connect } from '../../src/network/connect.ts'
import { readCase, renderOutcomes } from './read-case.ts'

const root = import.meta.dirname
const isFolder = (name: string): boolean => statSync(path.join(root, name)).isDirectory()

const folders = readdirSync(root)
  .filter(isFolder)
  .flatMap((area) => readdirSync(path.join(root, area)).map((name) => `${area}/${name}`))
  .filter((name) => isFolder(name) && readdirSync(path.join(root, name)).includes('expected.txt'))

describe.each(folders)('%s', (name) => {
  const { title, snapshot, expectations } = readCase(path.join(root, name))
  it.each(expectations)(`${title}: line $line: $text`, ({ question, wanted }) => {
    const { outcomes } = connect(snapshot, question)
    expect(renderOutcomes(outcomes, wanted)).toBe(wanted)
    expect(outcomes.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1)
    for (const { walk } of outcomes) expect(walk.hops.at(-1)?.semantics.length).toBeGreaterThan(0)
  })
})
