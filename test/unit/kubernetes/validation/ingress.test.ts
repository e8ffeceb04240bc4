import { describe, expect, test } from 'vitest'
import { ingress, refusals } from './refusals.ts'

const backend = '{ service: { name: web, port: { number: 80 } } }'
const withPath = (path: string, pathType = 'Prefix', to = backend): string =>
  ingress(`{ rules: [{ http: { paths: [{ path: '${path}', pathType: ${pathType}, backend: ${to} }] } }] }`)
const withHost = (host: string): string =>
  ingress(`{ rules: [{ host: '${host}', http: { paths: [{ path: /, pathType: Prefix, backend: ${backend} }] } }] }`)
const annotated = (annotation: string, name: string): string =>
  `{ apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: { name: it, namespace: default, annotations: { kubernetes.io/ingress.class: ${annotation} } }, spec: { ${name} defaultBackend: ${backend} } }`
const PATH = 'spec.rules[0].http.paths[0]'

describe('what the API server refuses of an Ingress', () => {
  test.each<[string, string, readonly string[]]>([
    ['I12: neither rules nor a default backend', ingress('{}'), ['spec FieldValueInvalid']],
    ['I12: a default backend alone', ingress(`{ defaultBackend: ${backend} }`), []],
    ['I12: the old annotation and ingressClassName agree', annotated('nginx', 'ingressClassName: nginx,'), []],
    [
      'I12: the old annotation and ingressClassName do not agree',
      annotated('other', 'ingressClassName: nginx,'),
      ['annotations.kubernetes.io/ingress.class FieldValueInvalid'],
    ],
    ['I12: the old annotation alone', annotated('other', ''), []],
    [
      'I1: a class that is no name',
      ingress(`{ ingressClassName: A_B, defaultBackend: ${backend} }`),
      ['spec.ingressClassName FieldValueInvalid'],
    ],
    ['I11: a path', withPath('/a/b'), []],
    ['I11: no slash at the beginning', withPath('a'), [`${PATH}.path FieldValueInvalid`]],
    ['I11: no slash at the beginning, Exact', withPath('a', 'Exact'), [`${PATH}.path FieldValueInvalid`]],
    ['I11: two slashes', withPath('/a//b'), [`${PATH}.path FieldValueInvalid`]],
    ['I11: a dot element', withPath('/a/./b'), [`${PATH}.path FieldValueInvalid`]],
    ['I11: two dots', withPath('/a/../b'), [`${PATH}.path FieldValueInvalid`]],
    ['I11: a coded slash', withPath('/a%2fb'), [`${PATH}.path FieldValueInvalid`]],
    ['I11: a coded slash in capitals', withPath('/a%2Fb', 'Exact'), [`${PATH}.path FieldValueInvalid`]],
    ['I11: two dots at the end', withPath('/a/..'), [`${PATH}.path FieldValueInvalid`]],
    ['I11: a dot at the end', withPath('/a/.'), [`${PATH}.path FieldValueInvalid`]],
    ['I11: dots within an element', withPath('/a..b/c.'), []],
    ['I6: whatever the class likes', withPath('/a(/|$)(.*)', 'ImplementationSpecific'), []],
    ['I6: but with a slash at the beginning', withPath('a', 'ImplementationSpecific'), [`${PATH}.path FieldValueInvalid`]],
    ['I3: a path type that is none', withPath('/a', 'Regex'), [`${PATH}.pathType FieldValueNotSupported`]],
    [
      'I4: no path type',
      ingress(`{ rules: [{ http: { paths: [{ path: /, backend: ${backend} }] } }] }`),
      [`${PATH}.pathType FieldValueRequired`],
    ],
    ['I2: a host', withHost('shop.example.com'), []],
    ['I2: a wildcard host', withHost('*.example.com'), []],
    ['I2: a wildcard in the middle', withHost('a.*.example.com'), ['spec.rules[0].host FieldValueInvalid']],
    ['I2: a wildcard within a label', withHost('*a.example.com'), ['spec.rules[0].host FieldValueInvalid']],
    ['I2: a host with a port', withHost('shop.example.com:80'), ['spec.rules[0].host FieldValueInvalid']],
    ['I2: an address', withHost('192.0.2.1'), ['spec.rules[0].host FieldValueInvalid']],
    ['I8: a port’s name', withPath('/', 'Prefix', '{ service: { name: web, port: { name: http } } }'), []],
    [
      'I8: a port’s name and number',
      withPath('/', 'Prefix', '{ service: { name: web, port: { name: http, number: 80 } } }'),
      [`${PATH}.backend FieldValueInvalid`],
    ],
    ['I8: no port', withPath('/', 'Prefix', '{ service: { name: web } }'), [`${PATH}.backend FieldValueRequired`]],
    [
      'I8: port 0',
      withPath('/', 'Prefix', '{ service: { name: web, port: { number: 70000 } } }'),
      [`${PATH}.backend.service.port.number FieldValueInvalid`],
    ],
    [
      'I8: no Service',
      withPath('/', 'Prefix', '{ service: { port: { number: 80 } } }'),
      [`${PATH}.backend.service.name FieldValueRequired`],
    ],
    ['I8: nothing', withPath('/', 'Prefix', '{}'), [`${PATH}.backend FieldValueInvalid`]],
    ['I8: a resource', withPath('/', 'Prefix', '{ resource: { apiGroup: example.com, kind: Bucket, name: files } }'), []],
    [
      'I8: a Service and a resource',
      withPath(
        '/',
        'Prefix',
        '{ service: { name: web, port: { number: 80 } }, resource: { apiGroup: example.com, kind: Bucket, name: files } }',
      ),
      [`${PATH}.backend FieldValueInvalid`],
    ],
    ['I10: TLS', ingress(`{ defaultBackend: ${backend}, tls: [{ hosts: [a.example.com], secretName: cert }] }`), []],
    [
      'I10: TLS for no host',
      ingress(`{ defaultBackend: ${backend}, tls: [{ hosts: [A_B] }] }`),
      ['spec.tls[0].hosts[0] FieldValueInvalid'],
    ],
    ['I10: TLS for a wildcard', ingress(`{ defaultBackend: ${backend}, tls: [{ hosts: ['*.example.com'] }, {}] }`), []],
    ['a resource behind it', ingress('{ defaultBackend: { resource: { apiGroup: a.test, kind: Bucket, name: b } } }'), []],
    ['a resource of the core group', ingress('{ defaultBackend: { resource: { kind: ConfigMap, name: b } } }'), []],
    [
      'a resource without kind and name, of no group',
      ingress('{ defaultBackend: { resource: { apiGroup: A_B, kind: "", name: a/b } } }'),
      [
        'spec.defaultBackend.resource.apiGroup FieldValueInvalid',
        'spec.defaultBackend.resource.kind FieldValueRequired',
        'spec.defaultBackend.resource.name FieldValueInvalid',
      ],
    ],
    ['a rule without paths', ingress('{ rules: [{ http: {} }] }'), ['spec.rules[0].http.paths FieldValueRequired']],
    [
      'I10: TLS for one host twice',
      ingress(`{ defaultBackend: ${backend}, tls: [{ hosts: [a.example.com, a.example.com] }] }`),
      [],
    ],
    [
      'I8: a port’s name that is none',
      withPath('/', 'Prefix', '{ service: { name: web, port: { name: a-name-much-too-long } } }'),
      [`${PATH}.backend.service.port.name FieldValueInvalid`],
    ],
    ['I2: nothing about paths', ingress('{ rules: [{ host: a.example.com }, { host: "" }] }'), []],
    [
      'I1: a class for nothing',
      '{ apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: { name: it }, spec: { controller: example.com/a, parameters: { kind: "", name: "" } } }',
      ['spec.parameters.kind FieldValueRequired', 'spec.parameters.name FieldValueRequired'],
    ],
    ['I2: no paths', ingress('{ rules: [{ http: { paths: [] } }] }'), ['spec.rules[0].http.paths FieldValueRequired']],
  ])('%s', (_title, manifest, wanted) => {
    expect(refusals(manifest)).toEqual(wanted)
  })
})
