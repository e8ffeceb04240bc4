import { describe, expect, test } from 'vitest'
import { applyDefaults } from '../../../../../src/kubernetes/defaults/apply-defaults.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'

const defaulted = (kind: string, spec?: object): KubernetesObject =>
  applyDefaults({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind,
    metadata: { name: 'x' },
    ...(spec === undefined ? {} : { spec }),
  })

const backend = { group: '', kind: 'Service', weight: 1 }
const everything = { path: { type: 'PathPrefix', value: '/' } }

describe('what the definitions of the Gateway API fill in', () => {
  const rows: readonly (readonly [string, string, object | undefined, object])[] = [
    ['a route without anything', 'HTTPRoute', undefined, { spec: { rules: [{ matches: [everything] }] } }],
    ['rules without matches', 'HTTPRoute', { rules: [{}] }, { spec: { rules: [{ matches: [everything] }] } }],
    [
      'matches of values',
      'HTTPRoute',
      { rules: [{ matches: [{ headers: [{ name: 'a', value: 'b' }] }] }] },
      { spec: { rules: [{ matches: [{ ...everything, headers: [{ type: 'Exact', name: 'a', value: 'b' }] }] }] } },
    ],
    [
      'backends and parents',
      'HTTPRoute',
      { parentRefs: [{ name: 'gw' }], rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] },
      {
        spec: {
          parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'gw' }],
          rules: [{ backendRefs: [{ ...backend, name: 'web', port: 80 }] }],
        },
      },
    ],
    [
      'redirects and mirrors',
      'HTTPRoute',
      {
        rules: [
          { filters: [{ requestRedirect: {} }, { requestMirror: { backendRef: { name: 'm' }, fraction: { numerator: 1 } } }] },
        ],
      },
      {
        spec: {
          rules: [
            {
              filters: [
                { requestRedirect: { statusCode: 302 } },
                {
                  requestMirror: {
                    backendRef: { group: '', kind: 'Service', name: 'm' },
                    fraction: { denominator: 100, numerator: 1 },
                  },
                },
              ],
            },
          ],
        },
      },
    ],
    [
      'listeners',
      'Gateway',
      { listeners: [{ name: 'a', tls: { certificateRefs: [{ name: 'c' }] } }], addresses: [{ value: '192.0.2.1' }] },
      {
        spec: {
          listeners: [
            {
              allowedRoutes: { namespaces: { from: 'Same' } },
              tls: { mode: 'Terminate', certificateRefs: [{ group: '', kind: 'Secret', name: 'c' }] },
            },
          ],
          addresses: [{ type: 'IPAddress' }],
        },
        status: {
          conditions: [
            { type: 'Accepted', status: 'Unknown' },
            { type: 'Programmed', status: 'Unknown' },
          ],
        },
      },
    ],
    [
      'a Gateway without anything',
      'Gateway',
      undefined,
      { status: { conditions: [{ reason: 'Pending' }, { reason: 'Pending' }] } },
    ],
    [
      'a class',
      'GatewayClass',
      undefined,
      { status: { conditions: [{ type: 'Accepted', message: 'Waiting for controller' }] } },
    ],
  ]
  test.each(rows)('%s', (_name, kind, spec, wanted) => {
    const once = defaulted(kind, spec)
    expect(once).toMatchObject(wanted)
    expect(applyDefaults(once)).toEqual(once)
  })

  test('kinds of the same name in other groups are left alone', () => {
    const other = { apiVersion: 'networking.istio.io/v1', kind: 'Gateway', metadata: { name: 'x' } }
    expect(applyDefaults(other)).toEqual(other)
  })
})
