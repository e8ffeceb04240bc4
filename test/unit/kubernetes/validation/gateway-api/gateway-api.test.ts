import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { decode } from '../../../../../src/kubernetes/decode/decode.ts'
import { applyDefaults } from '../../../../../src/kubernetes/defaults/apply-defaults.ts'
import type { JsonObject } from '../../../../../src/kubernetes/json.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'
import { validateUpdate } from '../../../../../src/kubernetes/validation/update/validate-update.ts'
import { validate } from '../../../../../src/kubernetes/validation/validate.ts'

const read = (kind: string, spec: string): KubernetesObject => {
  const namespace = kind === 'GatewayClass' ? {} : { namespace: 'default' }
  const body = { apiVersion: 'gateway.networking.k8s.io/v1', kind, metadata: { name: 'x', ...namespace } }
  const { object, status } = decode({ ...body, ...(parse(spec) as JsonObject) }, { fieldValidation: 'Strict' })
  if (object === undefined) throw new Error(status?.message)
  return applyDefaults(object)
}

const errorsOf = (kind: string, spec: string): readonly string[] =>
  validate(read(kind, spec)).map(({ field, message }) => `${field}: ${message}`)

const SKIPPED =
  '<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation'

type Rows = readonly (readonly [name: string, spec: string, errors: readonly string[]])[]

describe('GatewayClass', () => {
  const rows: Rows = [
    ['nothing', '{}', ['spec: Required value']],
    ['a controller', 'spec: { controllerName: example.com/gateway }', []],
    ['no controller', 'spec: { description: x }', ['spec.controllerName: Required value']],
    [
      'no path in its name',
      'spec: { controllerName: example.com }',
      [expect.stringContaining('spec.controllerName in body should match ')],
    ],
  ]
  test.each(rows)('%s', (_name, spec, errors) => {
    expect(errorsOf('GatewayClass', spec)).toEqual(errors)
  })

  test('its controller stays', () => {
    const old = read('GatewayClass', 'spec: { controllerName: example.com/a }')
    const changed = read('GatewayClass', 'spec: { controllerName: example.com/b }')
    expect(validateUpdate(changed, old)).toMatchObject([
      { field: 'spec.controllerName', message: expect.stringContaining('immutable') as string },
    ])
  })
})

describe('Gateway', () => {
  const listener = (fields: string): string => `spec: { gatewayClassName: eg, listeners: [{ name: web, ${fields} }] }`
  const rule = (message: string): readonly string[] => [`spec.listeners: Invalid value: "array": ${message}`]
  const rows: Rows = [
    ['nothing', '{}', ['spec: Required value']],
    ['no listener', 'spec: { gatewayClassName: eg }', ['spec.listeners: Required value', SKIPPED]],
    [
      'an empty list',
      'spec: { gatewayClassName: eg, listeners: [] }',
      ['spec.listeners: Invalid value: 0: spec.listeners in body should have at least 1 items'],
    ],
    ['HTTP', listener('port: 80, protocol: HTTP'), []],
    ['HTTPS', listener('port: 443, protocol: HTTPS, tls: { certificateRefs: [{ name: cert }] }'), []],
    ['without a port', listener('protocol: HTTP'), ['spec.listeners[0].port: Required value', SKIPPED]],
    [
      'port 0',
      listener('port: 0, protocol: HTTP'),
      ['spec.listeners[0].port: Invalid value: 0: spec.listeners[0].port in body should be greater than or equal to 1'],
    ],
    [
      'namespaces from nowhere',
      listener('port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: Every } }'),
      [
        'spec.listeners[0].allowedRoutes.namespaces.from: Unsupported value: "Every": supported values: "All", "Selector", "Same", "None"',
        SKIPPED,
      ],
    ],
    [
      'capitals in a host',
      listener('port: 80, protocol: HTTP, hostname: Shop.test'),
      [expect.stringMatching(/^spec\.listeners\[0\]\.hostname: Invalid value: "Shop\.test": .* in body should match/)],
    ],
    [
      'TLS on HTTP',
      listener('port: 80, protocol: HTTP, tls: { certificateRefs: [{ name: cert }] }'),
      rule("tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']"),
    ],
    [
      'TLS without a certificate',
      listener('port: 443, protocol: HTTPS, tls: {}'),
      ['spec.listeners[0].tls: Invalid value: "object": certificateRefs or options must be specified when mode is Terminate'],
    ],
    [
      'HTTPS that passes TLS on',
      listener('port: 443, protocol: HTTPS, tls: { mode: Passthrough }'),
      rule('tls mode must be Terminate for protocol HTTPS'),
    ],
    ['TLS without a mode', listener('port: 443, protocol: TLS'), rule('tls mode must be set for protocol TLS')],
    [
      'a host for TCP',
      listener('port: 9, protocol: TCP, hostname: a.test'),
      rule("hostname must not be specified for protocols ['TCP', 'UDP']"),
    ],
    [
      'two of one place',
      'spec: { gatewayClassName: eg, listeners: [{ name: a, port: 80, protocol: HTTP }, { name: b, port: 80, protocol: HTTP }] }',
      rule('Combination of port, protocol and hostname must be unique for each listener'),
    ],
    [
      'two of one name',
      'spec: { gatewayClassName: eg, listeners: [{ name: a, port: 80, protocol: HTTP }, { name: a, port: 81, protocol: HTTP }] }',
      [
        'spec.listeners[1]: Duplicate value: {"name":"a"}',
        'spec.listeners: Invalid value: "array": Listener name must be unique within the Gateway',
      ],
    ],
    [
      'two of one place that is none',
      'spec: { gatewayClassName: eg, listeners: [{ name: a, port: 99999, protocol: HTTP }, { name: b, port: 99999, protocol: HTTP }] }',
      [
        'spec.listeners[0].port: Invalid value: 99999: spec.listeners[0].port in body should be less than or equal to 65535',
        'spec.listeners[1].port: Invalid value: 99999: spec.listeners[1].port in body should be less than or equal to 65535',
        'spec.listeners: Invalid value: "array": Combination of port, protocol and hostname must be unique for each listener',
      ],
    ],
    [
      'an address twice',
      'spec: { gatewayClassName: eg, listeners: [{ name: a, port: 80, protocol: HTTP }], addresses: [{ value: 192.0.2.1 }, { value: 192.0.2.1 }] }',
      ['spec.addresses: Invalid value: "array": IPAddress values must be unique'],
    ],
  ]
  test.each(rows)('I22: %s', (_name, spec, errors) => {
    expect(errorsOf('Gateway', spec)).toEqual(errors)
  })
})

describe('HTTPRoute', () => {
  const match = (fields: string): string => `spec: { rules: [{ matches: [{ ${fields} }] }] }`
  const filter = (fields: string, rest = ''): string => `spec: { rules: [{ filters: [{ ${fields} }]${rest} }] }`
  const at = 'spec.rules[0].matches[0].path: Invalid value: "object": '
  const one = "when type one of ['Exact', 'PathPrefix']"
  const rows: Rows = [
    ['nothing', '{}', []],
    ['an empty specification', 'spec: {}', []],
    [
      'a path without its slash',
      match('path: { value: app }'),
      [`${at}value must be an absolute path and start with '/' ${one}`],
    ],
    ['a double slash', match('path: { value: /a//b }'), [`${at}must not contain '//' ${one}`]],
    ['dots at the end', match('path: { type: Exact, value: /a/.. }'), [`${at}must not end with '/..' ${one}`]],
    [
      'a pattern in a prefix',
      match('path: { value: "/a(/|$)(.*)" }'),
      [
        `${at}must only contain valid characters (matching ^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$) for types ['Exact', 'PathPrefix']`,
      ],
    ],
    ['a pattern as such', match('path: { type: RegularExpression, value: "/a(/|$)(.*)" }'), []],
    [
      'the path type of an Ingress',
      match('path: { type: Prefix, value: /a }'),
      [
        'spec.rules[0].matches[0].path.type: Unsupported value: "Prefix": supported values: "Exact", "PathPrefix", "RegularExpression"',
        SKIPPED,
      ],
    ],
    [
      'a method in small letters',
      match('method: get'),
      [expect.stringContaining('spec.rules[0].matches[0].method: Unsupported value: "get"'), SKIPPED],
    ],
    [
      'no port for a Service',
      'spec: { rules: [{ backendRefs: [{ name: web }] }] }',
      ['spec.rules[0].backendRefs[0]: Invalid value: "object": Must have port for Service reference'],
    ],
    ['no port for another kind', 'spec: { rules: [{ backendRefs: [{ group: example.com, kind: Bucket, name: web }] }] }', []],
    [
      'too heavy a weight',
      'spec: { rules: [{ backendRefs: [{ name: web, port: 80, weight: 1000001 }] }] }',
      [
        'spec.rules[0].backendRefs[0].weight: Invalid value: 1000001: spec.rules[0].backendRefs[0].weight in body should be less than or equal to 1000000',
      ],
    ],
    [
      'a host that is an URL',
      'spec: { hostnames: ["http://a.test"] }',
      [expect.stringContaining('spec.hostnames[0] in body should match')],
    ],
    ['a wildcard host', 'spec: { hostnames: ["*.a.test"] }', []],
    [
      'a wildcard within',
      'spec: { hostnames: ["a.*.test"] }',
      [expect.stringContaining('spec.hostnames[0] in body should match')],
    ],
    [
      'a filter without its member',
      filter('type: URLRewrite'),
      ['spec.rules[0].filters[0]: Invalid value: "object": filter.urlRewrite must be specified for URLRewrite filter.type'],
    ],
    [
      'a filter with another’s member',
      filter('type: URLRewrite, urlRewrite: {}, requestRedirect: {}'),
      [
        'spec.rules[0].filters[0]: Invalid value: "object": filter.requestRedirect must be nil if the filter.type is not RequestRedirect',
      ],
    ],
    [
      'redirect and rewrite',
      filter('type: URLRewrite, urlRewrite: {} }, { type: RequestRedirect, requestRedirect: {}'),
      [
        'spec.rules[0].filters: Invalid value: "array": May specify either httpRouteFilterRequestRedirect or httpRouteFilterRequestRewrite, but not both',
      ],
    ],
    [
      'the same filter twice',
      filter('type: URLRewrite, urlRewrite: {} }, { type: URLRewrite, urlRewrite: {}'),
      ['spec.rules[0].filters: Invalid value: "array": URLRewrite filter cannot be repeated'],
    ],
    [
      'a redirect with a backend',
      filter('type: RequestRedirect, requestRedirect: {}', ', backendRefs: [{ name: web, port: 80 }]'),
      ['spec.rules[0]: Invalid value: "object": RequestRedirect filter must not be used together with backendRefs'],
    ],
    [
      'a prefix replaced where none matched',
      filter(
        'type: URLRewrite, urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: / } }',
        ', matches: [{ path: { type: Exact, value: /a } }]',
      ),
      [
        'spec.rules[0]: Invalid value: "object": When using URLRewrite filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified',
      ],
    ],
    [
      'a prefix redirected where two matched',
      filter(
        'type: RequestRedirect, requestRedirect: { path: { type: ReplacePrefixMatch, replacePrefixMatch: / } }',
        ', matches: [{ path: { value: /a } }, { path: { value: /b } }]',
      ),
      [
        'spec.rules[0]: Invalid value: "object": When using RequestRedirect filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified',
      ],
    ],
    [
      'a prefix rewritten for one backend where another type matched',
      'spec: { rules: [{ matches: [{ path: { type: Exact, value: /a } }], backendRefs: [{ name: web, port: 80, filters: [{ type: URLRewrite, urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: / } } }] }] }] }',
      [
        'spec.rules[0]: Invalid value: "object": Within backendRefs, When using URLRewrite filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified',
      ],
    ],
    [
      'a replacement of the other type',
      filter('type: URLRewrite, urlRewrite: { path: { type: ReplaceFullPath, replacePrefixMatch: /x } }'),
      [
        'spec.rules[0].filters[0].urlRewrite.path: Invalid value: "object": replaceFullPath must be specified when type is set to \'ReplaceFullPath\'',
        'spec.rules[0].filters[0].urlRewrite.path: Invalid value: "object": type must be \'ReplacePrefixMatch\' when replacePrefixMatch is set',
      ],
    ],
    [
      'a status that is no redirect',
      filter('type: RequestRedirect, requestRedirect: { statusCode: 200 }'),
      [expect.stringContaining('statusCode: Unsupported value: 200: supported values: "301"'), SKIPPED],
    ],
    [
      'a header without its name',
      match('headers: [{ value: x }]'),
      ['spec.rules[0].matches[0].headers[0].name: Required value', SKIPPED],
    ],
    [
      'a query parameter of another type',
      match('queryParams: [{ name: q, type: Prefix, value: x }]'),
      [
        'spec.rules[0].matches[0].queryParams[0].type: Unsupported value: "Prefix": supported values: "Exact", "RegularExpression"',
        SKIPPED,
      ],
    ],
    [
      'a header that cannot be one',
      filter('type: RequestHeaderModifier, requestHeaderModifier: { set: [{ name: ":method", value: x }] }'),
      [
        "spec.rules[0].filters[0].requestHeaderModifier.set[0].name: Invalid value: \":method\": spec.rules[0].filters[0].requestHeaderModifier.set[0].name in body should match '^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$'",
      ],
    ],
    [
      'a header set twice',
      filter(
        'type: RequestHeaderModifier, requestHeaderModifier: { add: [{ name: a, value: x }, { name: a, value: y }], remove: [b] }',
      ),
      ['spec.rules[0].filters[0].requestHeaderModifier.add[1]: Duplicate value: {"name":"a"}'],
    ],
    [
      'too many hosts',
      `spec: { hostnames: [${Array.from({ length: 17 }, (_, index) => `h${index}.test`).join(', ')}] }`,
      ['spec.hostnames: Too many: 17: must have at most 16 items', SKIPPED],
    ],
    [
      'a mirror of everything and of a part',
      filter('type: RequestMirror, requestMirror: { backendRef: { name: m }, percent: 5, fraction: { numerator: 1 } }'),
      [
        'spec.rules[0].filters[0].requestMirror: Invalid value: "object": Only one of percent or fraction may be specified in HTTPRequestMirrorFilter',
        'spec.rules[0].filters[0].requestMirror.backendRef: Invalid value: "object": Must have port for Service reference',
      ],
    ],
    [
      'one parent twice',
      'spec: { parentRefs: [{ name: gw }, { name: gw }] }',
      [
        'spec.parentRefs: Invalid value: "array": sectionName must be unique when parentRefs includes 2 or more references to the same parent',
      ],
    ],
    [
      'one parent once with a section, once without',
      'spec: { parentRefs: [{ name: gw }, { name: gw, sectionName: web }] }',
      [
        'spec.parentRefs: Invalid value: "array": sectionName must be specified when parentRefs includes 2 or more references to the same parent',
      ],
    ],
    [
      'two rules of one name',
      'spec: { rules: [{ name: a }, { name: a }] }',
      ['spec.rules: Invalid value: "array": Rule name must be unique within the route'],
    ],
  ]
  test.each(rows)('I22: %s', (_name, spec, errors) => {
    expect(errorsOf('HTTPRoute', spec)).toEqual(errors)
  })

  test('fields that an Ingress has are unknown here', () => {
    expect(() => read('HTTPRoute', 'spec: { rules: [{ host: a.test }] }')).toThrow('unknown field "spec.rules[0].host"')
  })
})

describe('ReferenceGrant', () => {
  const rows: Rows = [
    ['nothing', '{}', ['spec: Required value']],
    [
      'empty lists',
      'spec: { from: [], to: [] }',
      ['from', 'to'].map((list) => `spec.${list}: Invalid value: 0: spec.${list} in body should have at least 1 items`),
    ],
    [
      'complete',
      'spec: { from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: a }], to: [{ group: "", kind: Service }] }',
      [],
    ],
    [
      'without group and namespace',
      'spec: { from: [{ kind: HTTPRoute }], to: [{ group: "", kind: Service }] }',
      ['spec.from[0].group: Required value', 'spec.from[0].namespace: Required value'],
    ],
  ]
  test.each(rows)('I22: %s', (_name, spec, errors) => {
    expect(errorsOf('ReferenceGrant', spec)).toEqual(errors)
  })
})
