import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { describeField } from '../../../src/kubernetes/descriptions.ts'
import { ENUMERATIONS } from '../../../src/kubernetes/enumerations.ts'
import { EXTENSION_SCHEMAS } from '../../../src/kubernetes/extensions/schemas.ts'
import { fieldsOf } from '../../../src/kubernetes/structure.ts'

describe('describeField', () => {
  test.each([
    ['Nothing', '', ''],
    ['Service', 'nothing', ''],
    ['NetworkPolicy', '', 'NetworkPolicy describes what network traffic'],
    ['NetworkPolicySpec', 'ingress', 'ingress is a list of ingress rules'],
    ['NetworkPolicySpec', 'podSelector', 'The Pods that the policy is about'],
    ['ServicePort', 'targetPort', 'Where the Pods listen'],
    ['Volume', 'nfs', 'Represents an NFS mount'],
  ])('%s.%s', (structure, field, start) => {
    expect(describeField(structure, field).slice(0, start.length)).toBe(start)
  })

  test('every field of the kinds that a networking course writes has a description', () => {
    const reached = new Set<string>()
    const visit = (structure: string): readonly string[] => {
      const fields = fieldsOf(structure)
      if (reached.has(structure) || fields === undefined) return []
      reached.add(structure)
      return Object.entries(fields).flatMap(([field, type]) => [
        ...(describeField(structure, field) === '' ? [`${structure}.${field}`] : []),
        ...visit(type.replaceAll(/^!|\[\]|\{\}/gu, '')),
      ])
    }
    expect(
      [
        'NetworkPolicy',
        'ClusterNetworkPolicy',
        'Ingress',
        'IngressClass',
        'Service',
        'EndpointSlice',
        'Pod',
        'Deployment',
        'Namespace',
      ].flatMap(visit),
    ).toEqual([])
  })
})

const folder = join(import.meta.dirname, '../../../../shared/oracles/api')
const files = existsSync(folder) ? readdirSync(folder).filter((name) => /^openapi-.*\.json\.gz$/u.test(name)) : []

interface Property {
  readonly enum?: readonly string[]
  readonly items?: { readonly enum?: readonly string[] }
}

/** PersistentVolumes are not served. */
const LEFT_OUT = /^PersistentVolume(?:Spec|Status)\./u

test.skipIf(files.length === 0)(`values are those of a real server (${files.length} documents here)`, () => {
  const found = files.flatMap((name) => {
    const document = JSON.parse(gunzipSync(readFileSync(join(folder, name))).toString()) as {
      readonly components: {
        readonly schemas: Readonly<Record<string, { readonly properties?: Readonly<Record<string, Property>> }>>
      }
    }
    return Object.entries(document.components.schemas).flatMap(([definition, { properties = {} }]) =>
      Object.entries(properties).flatMap(([field, property]): (readonly [string, readonly string[]])[] => {
        const values = property.enum ?? property.items?.enum
        const key = `${definition.slice(definition.lastIndexOf('.') + 1)}.${field}`
        return values === undefined || LEFT_OUT.test(key) ? [] : [[key, values]]
      }),
    )
  })
  const ours = new Set(EXTENSION_SCHEMAS.flatMap(({ enumerations = {} }) => Object.keys(enumerations)))
  expect(Object.fromEntries(Object.entries(ENUMERATIONS).filter(([key]) => !ours.has(key)))).toEqual(Object.fromEntries(found))
})
