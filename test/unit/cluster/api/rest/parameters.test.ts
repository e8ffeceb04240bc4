/* eslint-disable @typescript-eslint/no-unsafe-member-access -- answers of the API are read as they come */
import { describe, expect, test } from 'vitest'
import { CONFIG_MAPS, createHarness, PODS } from '../harness.ts'

const configMap = (name?: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } })

// Recorded from a Kubernetes v1.34.4 server.
describe('parameters of lists and watches that are refused', () => {
  const LIST = 'ListOptions.meta.k8s.io "" is invalid: '
  const MATCH = 'resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden '
  test.each([
    ['limit=abc', 400, 'strconv.ParseInt: parsing "abc": invalid syntax'],
    ['timeoutSeconds=2.5', 400, 'strconv.ParseInt: parsing "2.5": invalid syntax'],
    [
      'resourceVersion=abc',
      400,
      'invalid resource version: resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax',
    ],
    ['resourceVersionMatch=Exact', 422, `${LIST}${MATCH}unless resourceVersion is provided`],
    [
      'resourceVersionMatch=Foo&resourceVersion=1',
      422,
      `${LIST}resourceVersionMatch: Unsupported value: "Foo": supported values: "Exact", "NotOlderThan", ""`,
    ],
    [
      'resourceVersion=0&resourceVersionMatch=Exact',
      422,
      `${LIST}resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"`,
    ],
    ['sendInitialEvents=true', 422, `${LIST}sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list`],
    ['watch=1&continue=abc', 422, `${LIST}${MATCH}when continue is provided`],
    [
      'watch=1&sendInitialEvents=true&resourceVersionMatch=Exact',
      422,
      `${LIST}[resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan, resourceVersionMatch: Unsupported value: "Exact": supported values: "NotOlderThan"]`,
    ],
    ['limit=', 400, 'strconv.ParseInt: parsing "": invalid syntax'],
    ['limit=99999999999999999999', 400, 'strconv.ParseInt: parsing "99999999999999999999": value out of range'],
    [
      'resourceVersion=18446744073709551616',
      400,
      'invalid resource version: resourceVersion: Invalid value: "18446744073709551616": strconv.ParseUint: parsing "18446744073709551616": value out of range',
    ],
    ['resourceVersion=99999999', 504, 'Timeout: Too large resource version: 99999999, current: 2'],
  ])('%s', async (query, code, message) => {
    const answer = await createHarness().call('GET', `${CONFIG_MAPS}?${query}`)
    expect([answer.code, answer.body.message]).toEqual([code, message])
  })

  test('a list of any state comes whole', async () => {
    const { call } = createHarness()
    for (const name of ['a', 'b', 'c']) await call('POST', CONFIG_MAPS, configMap(name))
    expect((await call('GET', `${CONFIG_MAPS}?limit=1&resourceVersion=0`)).body.items).toHaveLength(3)
    expect((await call('GET', `${CONFIG_MAPS}?limit=1`)).body.items).toHaveLength(1)
  })
})

describe('field selectors', () => {
  test.each([
    [CONFIG_MAPS, 'metadata.name', "invalid selector: 'metadata.name'; can't understand 'metadata.name'"],
    [CONFIG_MAPS, 'metadata.name=c\\x', 'invalid field selector: invalid escape sequence: \\x'],
    [CONFIG_MAPS, 'a=b=c', 'invalid field selector: unescaped character in value: 61'],
    [CONFIG_MAPS, '=,', undefined],
    [PODS, 'status.podIPs=1', undefined],
    ['/apis/certificates.k8s.io/v1/certificatesigningrequests', 'spec.signerName=a', undefined],
    ['/apis/certificates.k8s.io/v1/certificatesigningrequests', 'spec.foo=1', 'field label not supported: spec.foo'],
    ['/apis/resource.k8s.io/v1/resourceslices', 'spec.nodeName=a', undefined],
    [
      '/apis/resource.k8s.io/v1/resourceslices',
      'spec.foo=1',
      'field label not supported for resource.k8s.io/v1, Kind=ResourceSlice: spec.foo',
    ],
    [PODS, 'spec.foo=1', 'field label not supported: spec.foo'],
    [
      '/apis/apps/v1/replicasets',
      'status.replicas=1',
      '"status.replicas" is not a known field selector: only "metadata.name", "metadata.namespace"',
    ],
    ['/apis/batch/v1/jobs', 'x=1', 'field label "x" not supported for Job'],
    ['/apis/networking.k8s.io/v1/ipaddresses', 'metadata.namespace=x', undefined],
    ['/api/v1/nodes', 'metadata.namespace=x', 'field label not supported: metadata.namespace'],
  ])('%s %s', async (path, selector, message) => {
    const { code, body } = await createHarness().call('GET', `${path}?fieldSelector=${encodeURIComponent(selector)}`)
    expect([code, body.message]).toEqual([message === undefined ? 200 : 400, message])
  })
})

describe('parameters of writes that are refused', () => {
  const apply = { 'content-type': 'application/apply-patch+yaml' }
  const merge = { 'content-type': 'application/merge-patch+json' }
  const one = `${CONFIG_MAPS}/a`
  test.each([
    [
      'POST',
      `${CONFIG_MAPS}?dryRun=Foo`,
      {},
      'CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Foo"]: supported values: "All"',
    ],
    [
      'PUT',
      `${one}?fieldValidation=Foo`,
      {},
      'UpdateOptions.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "Foo": supported values: "", "Ignore", "Strict", "Warn"',
    ],
    ['PATCH', one, apply, 'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch'],
    [
      'PATCH',
      `${one}?force=true`,
      merge,
      'PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch',
    ],
    [
      'PATCH',
      `${one}?fieldManager=${'x'.repeat(129)}`,
      merge,
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Too long: may not be more than 128 bytes',
    ],
  ])('%s %s', async (method, path, headers, message) => {
    const answer = await createHarness().call(method, path, configMap('a'), headers)
    expect([answer.code, answer.body.message]).toEqual([422, message])
  })

  test('an object whose name only the path says', async () => {
    const { call } = createHarness()
    await call('POST', CONFIG_MAPS, configMap('a'))
    const message = 'the name of the object (a based on URL) was undeterminable: name must be provided'
    expect(await call('PUT', one, configMap())).toMatchObject({ code: 400, body: { message } })
    expect(await call('PATCH', `${one}?fieldManager=m`, configMap(), apply)).toMatchObject({ code: 200 })
  })

  test('a patch in the place of an object, and a patch of no kind', async () => {
    const { call } = createHarness()
    expect((await call('POST', CONFIG_MAPS, configMap('a'), merge)).code).toBe(415)
    await call('POST', CONFIG_MAPS, configMap('a'))
    expect(await call('PATCH', one, {})).toMatchObject({ code: 415, body: { message: '415: Unsupported Media Type' } })
  })
})

describe('forms that are refused', () => {
  test.each([
    [`${CONFIG_MAPS}?includeObject=Foo`, 'Table', 400],
    [CONFIG_MAPS, 'PartialObjectMetadata', 406],
    [CONFIG_MAPS, 'PartialObjectMetadataList', 200],
    [`${CONFIG_MAPS}/a`, 'PartialObjectMetadataList', 406],
    [`${CONFIG_MAPS}/a`, 'PartialObjectMetadata', 200],
  ])('%s as %s', async (path, as, code) => {
    const { call } = createHarness()
    await call('POST', CONFIG_MAPS, configMap('a'))
    const accept = `application/json;as=${as};v=v1;g=meta.k8s.io`
    expect((await call('GET', path, undefined, { accept })).code).toBe(code)
  })

  test('the form that is dearest is taken', async () => {
    const accept = 'application/yaml;q=0.5, application/json;q=0.9'
    const response = await createHarness().request('GET', CONFIG_MAPS, { headers: { accept } })
    expect(response.headers.get('content-type')).toBe('application/json')
  })
})
