import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { readTask } from '../../../../src/course/read-task.ts'
import { shapeOf, shapesOfCourse } from '../../../../src/course/exam/shape.ts'
import { findAlike, RENAMED } from '../../../../src/course/exam/similarity.ts'
import { answerIn } from '../../../../src/course/solution.ts'
import { applyManifests } from '../../../../src/grading/manifests/apply-manifests.ts'
import { readWholeSource } from '../../../../src/node/read-files.ts'

const objectsOf = (text: string): readonly unknown[] => parseAllDocuments(text).map((document) => document.toJS() as unknown)

/** An answer that nobody else would write like this. */
const POLICY = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: guard, namespace: pay, labels: { made: late } }
spec:
  podSelector: { matchLabels: { app: shop } }
  ingress:
  - from:
    - podSelector: { matchExpressions: [{ key: role, operator: In, values: [front, back] }] }
    - namespaceSelector: { matchLabels: { team: ops } }
    ports: [{ port: 8080 }, { port: 9090, endPort: 9099 }]
`
const RENAMING = { guard: 'wall', pay: 'store', app: 'tier', shop: 'db', role: 'part', front: 'left', back: 'right', team: 'crew', ops: 'us', made: 'when', late: 'now', 8080: '8443', 9090: '7000', 9099: '7009' } // prettier-ignore
const rename = (text: string): string =>
  Object.entries(RENAMING).reduce((all, [from, to]) => all.replaceAll(new RegExp(`\\b${from}\\b`, 'gu'), to), text)

const ANYWHERE = { others: [] }

describe('the shape of what somebody wrote', () => {
  test('is the same under other names, namespaces, labels and ports', () => {
    expect(rename(POLICY)).not.toMatch(/pay|shop|8080|front/u)
    expect(shapeOf(objectsOf(rename(POLICY)), ANYWHERE)).toEqual(shapeOf(objectsOf(POLICY), ANYWHERE))
    expect([...shapeOf(objectsOf(POLICY), ANYWHERE)].join('\n')).not.toMatch(/pay|shop|8080|role|ops/u)
  })

  test('differs where something else is said', () => {
    for (const [from, to] of [
      ['operator: In', 'operator: NotIn'],
      ['{ port: 8080 }, ', ''],
      ['ingress:', 'egress:'],
      ['values: [front, back]', 'values: [front, front]'],
    ] as const)
      expect(shapeOf(objectsOf(POLICY.replace(from, to)), ANYWHERE)).not.toEqual(shapeOf(objectsOf(POLICY), ANYWHERE))
  })

  test('is of what was written, outside of the learner’s other tasks', () => {
    expect(shapeOf([], ANYWHERE).size).toBe(0)
    expect(shapeOf([null, 'text', []], ANYWHERE).size).toBe(0)
    expect(shapeOf(objectsOf(POLICY), { others: ['pay'] }).size).toBe(0)
    expect(shapeOf(objectsOf(POLICY.replace('namespace: pay', 'namespace: kube-system')), ANYWHERE).size).toBe(0)
    expect(shapeOf(objectsOf(POLICY.replace('NetworkPolicy', 'EndpointSlice')), ANYWHERE).size).toBe(0)
  })
})

describe('a class', () => {
  const source = readWholeSource(join(import.meta.dirname, '../../../../tasks/3-3'), '3-3')
  const read = readTask(source)
  const handIn = async (learner: string, more = '') => {
    const files = answerIn(source, 'solution/', read.task.parameters)
    const { snapshot } = await applyManifests(read.task, [
      ...files,
      ...(more === '' ? [] : [{ path: 'more.yaml', text: more }]),
    ])
    const known = await shapesOfCourse(read, source)
    const tokens = new Set([...shapeOf(snapshot?.objects ?? [], ANYWHERE)].filter((token) => !known.has(token)))
    return { learner, tokens }
  }
  const pairs = async (own: Readonly<Record<string, string>>): Promise<readonly (readonly string[])[]> => {
    const states = await Promise.all(Object.entries(own).map(([learner, more]) => handIn(learner, more)))
    return findAlike(states, RENAMED).map(({ learners }) => learners)
  }

  test('names who has copied and renamed, in whatever namespace', async () => {
    const elsewhere = `apiVersion: v1\nkind: Namespace\nmetadata: { name: store }\n---\n${rename(POLICY)}`
    const own = `apiVersion: v1\nkind: Namespace\nmetadata: { name: pay }\n---\n${POLICY}`
    expect(await pairs({ kim: own, lee: elsewhere, park: '' })).toEqual([['kim', 'lee']])
  })

  test('names nobody for answers that the course itself has, right or wrong', async () => {
    expect(await pairs({ kim: '', lee: '', park: '' })).toEqual([])
    const nobody = { learner: 'park', tokens: new Set<string>() }
    expect(findAlike([await handIn('kim'), await handIn('lee'), nobody], RENAMED)).toEqual([])
  })
})
