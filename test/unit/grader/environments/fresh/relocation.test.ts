import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRelocation } from '../../../../../grader/environments/fresh/relocation.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'

const TOKEN = 'x7f3k2'
const moved = createRelocation(['default', 'shop', 'shop-lab', 'kube-public'], TOKEN)

const object = (kind: string, rest: object, apiVersion = 'v1'): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name: 'one' },
  ...rest,
})

const thereText = (text: string): unknown =>
  (moved.there(object('ConfigMap', { data: { text } })) as unknown as { data: { text: string } }).data.text

describe('namespaces under names of their own', () => {
  test('without a token, and without namespaces, everything stays', () => {
    const one = object('Pod', { metadata: { name: 'web', namespace: 'shop' } })
    expect(createRelocation(['shop'], undefined).there(one)).toBe(one)
    expect(createRelocation([], TOKEN).there(one)).toBe(one)
    expect(createRelocation([], TOKEN).back(one)).toBe(one)
  })

  test('an object without a namespace is in default, and Namespaces themselves are renamed', () => {
    expect(moved.there(object('Pod', {})).metadata).toEqual({ name: 'one', namespace: 'default-x7f3k2' })
    expect(moved.there(object('Namespace', { metadata: { name: 'shop' } })).metadata.name).toBe('shop-x7f3k2')
    expect(moved.there(object('IngressClass', {}, 'networking.k8s.io/v1')).metadata).toEqual({ name: 'one' })
  })

  test('what is Kubernetes’ own stays where it is', () => {
    expect(moved.there(object('ConfigMap', { metadata: { name: 'a', namespace: 'kube-public' } })).metadata.namespace).toBe(
      'kube-public',
    )
  })

  test('selectors of the name that every namespace has as a label', () => {
    const spec = {
      podSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } },
      namespaceSelector: {
        matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['shop', 'other'] }],
      },
      other: { matchLabels: { team: 'shop' } },
    }
    expect(moved.there(object('NetworkPolicy', { spec }, 'networking.k8s.io/v1'))).toMatchObject({
      spec: {
        podSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop-x7f3k2' } },
        namespaceSelector: { matchExpressions: [{ values: ['shop-x7f3k2', 'other'] }] },
        other: { matchLabels: { team: 'shop' } },
      },
    })
  })

  test.each([
    ['db.shop', 'db.shop-x7f3k2'],
    ['http://db.shop:80/a', 'http://db.shop-x7f3k2:80/a'],
    ['db.shop.svc.cluster.local', 'db.shop-x7f3k2.svc.cluster.local'],
    ['10-1-2-3.shop.pod.cluster.local.', '10-1-2-3.shop-x7f3k2.pod.cluster.local.'],
    ['db-0.db.shop-lab.svc', 'db-0.db.shop-lab-x7f3k2.svc'],
    ['shop', 'shop'],
    ['www.shop.com', 'www.shop.com'],
    ['db.shopping', 'db.shopping'],
    ['db.kube-public.svc', 'db.kube-public.svc'],
  ])('names in texts: %s', (text, expected) => {
    expect(thereText(text)).toBe(expected)
  })

  test('names of images and objects name no Service', () => {
    const pod = object('Pod', { spec: { containers: [{ name: 'a.shop', image: 'registry.shop/web' }] } })
    expect(moved.there(pod)).toMatchObject({ spec: { containers: [{ name: 'a.shop', image: 'registry.shop/web' }] } })
  })

  test('the longest name that a namespace may have is cut, and found again', () => {
    const long = 'a'.repeat(63)
    const relocation = createRelocation([long], TOKEN)
    expect(relocation.nameThere(long)).toHaveLength(63)
    expect(relocation.back([relocation.nameThere(long)])).toEqual([long])
  })

  test('back is there undone, whatever texts say', () => {
    const text = fc.string({ unit: fc.constantFrom('db', '.', 'shop', 'shop-lab', 'default', 'svc', ' ', ':', '/', 'x') })
    fc.assert(
      fc.property(text, fc.constantFrom('default', 'shop', 'shop-lab', 'kube-public', 'elsewhere'), (value, namespace) => {
        const one = object('ConfigMap', { metadata: { name: 'one', namespace }, data: { value } })
        expect(moved.back(moved.there(one))).toEqual(one)
      }),
    )
  })
})
