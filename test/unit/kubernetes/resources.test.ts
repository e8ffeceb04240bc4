import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findResource, RESOURCES, resourceNameOf } from '../../../src/kubernetes/resources.ts'

const path = join(import.meta.dirname, '../../../../shared/oracles/api/discovery.json')

interface Listed {
  readonly name: string
  readonly singularName: string
  readonly kind: string
  readonly namespaced: boolean
  readonly shortNames?: readonly string[]
  readonly categories?: readonly string[]
  readonly verbs: readonly string[]
}

describe.skipIf(!existsSync(path))("a real server's discovery", () => {
  test('names, scopes, short names and categories are the same', () => {
    const { plain } = JSON.parse(readFileSync(path, 'utf8')) as { plain: Record<string, { resources?: readonly Listed[] }> }
    for (const info of RESOURCES) {
      const document = plain[info.group === '' ? '/api/v1' : `/apis/${info.apiVersion}`]
      if (document?.resources === undefined) continue
      const real = document.resources.find(({ name }) => name === info.plural)
      const { plural, singular, kind, namespaced, shortNames, categories } = info
      expect({ plural, singular, kind, namespaced, shortNames, categories }).toEqual({
        plural: real?.name,
        singular: real?.singularName,
        kind: real?.kind,
        namespaced: real?.namespaced,
        shortNames: real?.shortNames ?? [],
        categories: real?.categories ?? [],
      })
    }
  })
})

test('an object finds its resource', () => {
  expect(findResource('v1', 'Pod')?.plural).toBe('pods')
  expect(findResource('v1', 'Nothing')).toBeUndefined()
  expect(resourceNameOf({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' })).toBe(
    'networkpolicies.networking.k8s.io',
  )
})
