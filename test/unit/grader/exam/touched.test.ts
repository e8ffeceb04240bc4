import { describe, expect, test } from 'vitest'
import type { PaperItem } from '../../../../src/course/exam/paper.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'
import { touchedBetween } from '../../../../grader/exam/touched.ts'

const task = (
  id: string,
  namespaces: readonly string[],
  statement: string,
  start: readonly KubernetesObject[] = [],
): PaperItem => ({
  id,
  slot: id,
  points: 10,
  kind: 'task',
  task: {
    id: '2-2',
    title: { en: id, ko: id },
    namespaces,
    start,
    checks: [],
    references: {},
    statement: { en: statement, ko: '' },
  },
})

const START = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'front-end', namespace: 'default' } }
const ITEMS: readonly PaperItem[] = [
  { id: 'words', slot: 'words', points: 1, kind: 'question', question: { form: 'text', prompt: { en: '', ko: '' }, options: [] } }, // prettier-ignore
  task('server', ['devops'], 'Make a Pod `nginx`.'),
  task('service', ['default'], 'Expose the Pod `front-end` by a Service `front-end-svc`.', [START]),
  task('policy', ['default', 'tenant'], 'Make a Pod `poc` and a policy. ClusterNetworkPolicy guard comes first.'),
]

interface Changes {
  readonly kind?: string
  readonly namespace?: string
  readonly meta?: string
  readonly spec?: string
  readonly status?: string
}

/** As an export writes it. */
const written = (name: string, { kind = 'Pod', namespace = 'devops', meta = '', spec = 'image: nginx', status = 'Running' }: Changes = {}): string => `apiVersion: v1
kind: ${kind}
metadata:
  name: ${name}
${namespace === '' ? '' : `  namespace: ${namespace}\n`}${meta}spec:
  ${spec}
status:
  phase: ${status}
` // prettier-ignore

const exported = (...documents: readonly string[]): string => documents.join('---\n')
const touched = (before: readonly string[], after: readonly string[]): readonly string[] =>
  touchedBetween(exported(...before), exported(...after), { items: ITEMS })

describe('what was worked on between two saves', () => {
  test('nothing where nothing is, and where nothing changed', () => {
    expect(touchedBetween('', '', { items: ITEMS })).toEqual([])
    expect(touched([written('nginx')], [written('nginx')])).toEqual([])
  })

  test.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ['what is made', [], [written('nginx')], ['server']],
    ['what is removed', [written('nginx')], [], ['server']],
    ['what is changed', [written('nginx')], [written('nginx', { spec: 'image: httpd' })], ['server']],
    ['what is made anew', [written('nginx', { meta: '  uid: a\n' })], [written('nginx', { meta: '  uid: b\n' })], ['server']],
    [
      'two parts at once, in the exam’s order',
      [],
      [written('x', { namespace: 'tenant' }), written('nginx')],
      ['server', 'policy'],
    ],
    ['what stands in no part’s namespace', [], [written('x', { namespace: 'mine' })], []],
  ])('%s', (_, before, after, items) => {
    expect(touched(before, after)).toEqual(items)
  })

  test.each<[string, Changes, Changes]>([
    ['a status', {}, { status: 'Failed' }],
    ['a count of versions', { meta: '  resourceVersion: "1"\n' }, { meta: '  resourceVersion: "2"\n  generation: 4\n' }],
    ['the node of a Pod', {}, { spec: 'image: nginx\n  nodeName: worker' }],
    ['a revision', {}, { meta: '  annotations:\n    deployment.kubernetes.io/revision: "1"\n' }],
  ])('%s is nobody’s work', (_, before, after) => {
    expect(touched([written('nginx', before)], [written('nginx', after)])).toEqual([])
  })

  test.each<[string, string, Changes]>([
    ['Pods of a controller', 'web-1', { meta: '  ownerReferences:\n    - kind: ReplicaSet\n      name: web\n' }],
    ['endpoints', 'nginx', { kind: 'Endpoints' }],
    ['the account of a namespace', 'default', { kind: 'ServiceAccount' }],
    ['its certificates', 'kube-root-ca.crt', { kind: 'ConfigMap' }],
    ['a namespace of the exam’s', 'devops', { kind: 'Namespace', namespace: '' }],
    ['what a part begins with', 'front-end', { namespace: 'default' }],
  ])('%s that come are nobody’s work', (_, name, changes) => {
    expect(touched([], [written(name, changes)])).toEqual([])
  })

  test('what a part begins with is worked on when it is changed or removed', () => {
    const start = written('front-end', { namespace: 'default' })
    expect(touched([start], [written('front-end', { namespace: 'default', spec: 'image: other' })])).toEqual(['service'])
    expect(touched([start], [])).toEqual(['service'])
    expect(touched([written('devops', { kind: 'Namespace', namespace: '' })], [])).toEqual(['server'])
  })

  test('in a namespace of several parts an object is of the one that tells its name, or of all', () => {
    expect(touched([], [written('poc', { namespace: 'default' })])).toEqual(['policy'])
    expect(touched([], [written('front-end-svc', { kind: 'Service', namespace: 'default' })])).toEqual(['service'])
    expect(touched([], [written('helper', { namespace: 'default' })])).toEqual(['service', 'policy'])
  })

  test('what stands in no namespace is of the part that tells its name', () => {
    expect(touched([], [written('guard', { kind: 'ClusterNetworkPolicy', namespace: '' })])).toEqual(['policy'])
    expect(touched([written('worker', { kind: 'Node', namespace: '' })], [])).toEqual([])
  })

  test('texts with lines of three dashes stay whole, and what is no object is nothing', () => {
    const map = (line: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: page\n  namespace: devops\ndata:\n  index: |\n    ---\n    ${line}\n` // prettier-ignore
    expect(touched([map('one')], [map('two')])).toEqual(['server'])
    expect(touched(['- a\n'], ['just text\n', 'kind: Pod\n'])).toEqual([])
  })
})
