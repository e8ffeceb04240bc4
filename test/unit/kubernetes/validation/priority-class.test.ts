import { describe, expect, test } from 'vitest'
import type { PriorityClass } from '../../../../src/kubernetes/generated/types.ts'
import { comparePriorityClasses, validatePriorityClass } from '../../../../src/kubernetes/validation/priority-class.ts'

const named = (name: string, value: number, more: object = {}): PriorityClass => ({
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name },
  value,
  ...more,
})
const RESERVED = "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error:"

describe('what the API server refuses of a PriorityClass', () => {
  test.each<[string, PriorityClass, readonly string[]]>([
    ['one of a user', named('important', 1_000_000_000, { preemptionPolicy: 'Never' }), []],
    [
      'higher than users may',
      named('important', 1_000_000_001),
      ['value: Forbidden: maximum allowed value of a user defined priority is 1000000000'],
    ],
    [
      'a policy that is none',
      named('important', 5, { preemptionPolicy: 'Always' }),
      ['preemptionPolicy: Unsupported value: "Always": supported values: "PreemptLowerPriority", "Never"'],
    ],
    ['the system’s own', named('system-cluster-critical', 2_000_000_000), []],
    ['a system’s that is none', named('system-mine', 5), [`${RESERVED} system-mine is not a known system priority class`]],
    [
      'the system’s own with another value',
      named('system-node-critical', 5),
      [`${RESERVED} value of system-node-critical PriorityClass must be 2000001000`],
    ],
    [
      'the system’s own for everybody',
      named('system-node-critical', 2_000_001_000, { globalDefault: true }),
      [`${RESERVED} globalDefault of system-node-critical PriorityClass must be false`],
    ],
  ])('%s', (_title, given, wanted) => {
    expect(validatePriorityClass(given).map(({ field, message }) => `${field}: ${message}`)).toEqual(wanted)
  })

  test('its value and its policy are there to stay; its description is not', () => {
    const before = named('important', 5, { preemptionPolicy: 'Never' })
    const described = named('important', 5, { preemptionPolicy: 'Never', description: 'other' })
    expect(comparePriorityClasses(described, before)).toEqual([])
    const changed = named('important', 6, { preemptionPolicy: 'PreemptLowerPriority' })
    expect(comparePriorityClasses(changed, before).map(({ field, message }) => `${field}: ${message}`)).toEqual([
      'value: Forbidden: may not be changed in an update.',
      'preemptionPolicy: Invalid value: "PreemptLowerPriority": field is immutable',
    ])
  })
})
