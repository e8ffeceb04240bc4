import { describe, expect, test } from 'vitest'
import { explainReason } from '../../../../src/grading/manifests/explain-reason.ts'
import { invalidValue, notSupported, required } from '../../../../src/kubernetes/validation/causes.ts'

const tell = (cause: Parameters<typeof explainReason>[0]): readonly string[] => explainReason(cause).map(({ ko }) => ko)

describe('what the API server refuses, in Korean', () => {
  test.each([
    ['no reason that is known', { reason: 'InternalError', message: '', field: '' }, []],
    ['a field that is absent', required('spec.ports'), ['필수 필드가 빠졌습니다']],
    [
      'a port out of range',
      invalidValue('port', 70_000, 'must be between 1 and 65535, inclusive'),
      ['포트는 1에서 65535까지입니다'],
    ],
    ['a rule without words of its own', invalidValue('x', 1, 'is odd'), ['값이 인용된 규칙에 어긋납니다']],
    [
      'a value of a list',
      notSupported('type', 'nodeport', ['ClusterIP', 'NodePort']),
      ['허용된 값이 아닙니다', '허용된 값   "ClusterIP", "NodePort"'],
    ],
  ] as const)('%s', (_, cause, expected) => {
    expect(tell(cause)).toEqual(expected)
  })
})
