/** The ends of a connection as they are typed on the command line: what cannot be read is a problem. */
import type { AddressFamily } from '../../src/network/address.ts'
import type { Source } from '../../src/network/model.ts'
import { readSource, readTarget, type NamedTarget, type WorkloadEnd } from '../../src/grading/ends/read-ends.ts'
import { Problem } from '../terminal/problem.ts'

export const parseSource = (text: string, family?: AddressFamily): Source | WorkloadEnd =>
  readSource(text, family) ?? refuse(text)

export const parseTarget = (text: string): NamedTarget => readTarget(text) ?? refuse(text)

const refuse = (given: string): never => {
  throw new Problem('end-unreadable', { given })
}
