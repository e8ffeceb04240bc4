import { describe, expect, it } from 'vitest'
import { translate } from '../../../../src/network/service/translate.ts'
import { claims, outcomesOf, readCases, stateOfCase, wantedOf } from './rules/cases.ts'

const cases = readCases()

describe.skipIf(cases.length === 0)(`kube-proxy's rules (${cases.length > 0 ? 1 : 0} of 1 file here)`, () => {
  it('every packet of every set has the same outcomes, masquerading included', () => {
    const differences: string[] = []
    let packets = 0
    for (const example of cases) {
      const state = stateOfCase(example)
      for (const { src, dst, dport, protocol, outcomes, from, to } of example.packets) {
        const packet = { sourceIp: src, destinationIp: dst, destinationPort: dport, protocol }
        const isFromNode = from === 'node itself'
        const actual = [...outcomesOf(translate(state, { packet, node: example.config.node, isFromNode }))].sort()
        const wanted = wantedOf(outcomes)
        if (claims(state, dst, dport, protocol) > 1) continue
        packets++
        if (actual.join() !== wanted.join())
          differences.push(`${example.id} ${from} -> ${to}: wanted ${wanted.join()}, got ${actual.join()}`)
      }
    }
    console.info(`${packets} packets, ${differences.length} differences`)
    expect(packets).toBeGreaterThan(3700)
    expect(differences.slice(0, 40)).toEqual([])
  })
})
