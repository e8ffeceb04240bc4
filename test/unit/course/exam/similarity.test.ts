import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { findAlike, tokensOf, type ComparedState } from '../../../../src/course/exam/similarity.ts'

const objectsOf = (text: string): readonly unknown[] => parseAllDocuments(text).map((document) => document.toJS() as unknown)

/** A policy as somebody might write it: what is asked is the same for all, the rest is one's own. */
const state = (learner: string, namespace: string, own: { name: string; note: string; extra: number }): ComparedState => {
  const objects = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${own.name}, namespace: ${namespace}, uid: ${learner}-1, labels: { note: ${own.note} } }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress: [{ ports: [{ port: 80 }, { port: ${own.extra} }] }]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: elsewhere, namespace: kube-system }
data: { learner: ${learner} }
---
apiVersion: v1
kind: Pod
metadata: { name: web-${learner}, namespace: ${namespace}, ownerReferences: [{ kind: ReplicaSet, name: web }] }
`
  return { learner, tokens: tokensOf(objectsOf(objects), { namespaces: [namespace], parameters: { namespace } }) }
}

const CLASS = ['kim', 'lee', 'park', 'choi', 'jung', 'kang', 'cho', 'yoon', 'jang', 'lim'].map((learner, index) =>
  state(learner, index % 2 === 0 ? 'shop' : 'store', { name: `policy-${learner}`, note: learner, extra: 8000 + index }),
)

describe('states of learners that were asked the same', () => {
  test('are told apart by what somebody wrote, without parameters and what the server writes', () => {
    expect([...(CLASS[1]?.tokens ?? [])]).toContain('NetworkPolicy metadata.namespace={namespace}')
    expect([...(CLASS[1]?.tokens ?? [])].join(' ')).not.toMatch(/uid|elsewhere|ReplicaSet|store/u)
  })

  test('that solve what is asked in ways of their own are not alike', () => {
    expect(findAlike(CLASS)).toEqual([])
  })

  test('that share what hardly anybody else has are named, also over different parameters', () => {
    const copy = state('copy', 'store', { name: 'policy-kim', note: 'kim', extra: 8000 })
    const [pair, ...more] = findAlike([...CLASS, copy])
    expect(more).toEqual([])
    expect(pair).toMatchObject({ learners: ['kim', 'copy'], similarity: 1 })
    expect(pair?.rare).toEqual([
      'NetworkPolicy metadata.labels.note=kim',
      'NetworkPolicy metadata.name=policy-kim',
      'NetworkPolicy spec.ingress[0].ports[1].port=8000',
    ])
  })

  test('of two learners nothing is said, nor of states with nothing in them', () => {
    const [one, other] = CLASS
    expect(
      findAlike([
        { ...one!, learner: 'a' },
        { ...one!, learner: 'b' },
      ]),
    ).toEqual([])
    expect(findAlike([one!, other!])).toEqual([])
    expect(findAlike(['a', 'b', 'c'].map((learner) => ({ learner, tokens: new Set<string>() })))).toEqual([])
    expect(tokensOf([null, 'text', []], { namespaces: ['a'], parameters: {} }).size).toBe(0)
  })

  test('that are larger than anybody writes them are compared with none', () => {
    const data = (count: number): object => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, '1']))
    const map = (count: number) => [{ kind: 'ConfigMap', metadata: { namespace: 'a' }, data: data(count) }]
    expect(tokensOf(map(100), { namespaces: ['a'], parameters: {} }).size).toBe(102)
    expect(tokensOf(map(30_000), { namespaces: ['a'], parameters: {} }).size).toBe(0)
  })
})
