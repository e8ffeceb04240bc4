import { beforeAll, describe, expect, test } from 'vitest'
import type { Cluster } from '../../../../../src/cluster/contract.ts'
import { apply, create, pod } from '../../support/one-cluster.ts'

let cluster: Cluster

const read = async (name: string, query = ''): Promise<string> => {
  const response = await cluster.handle(new Request(`https://127.0.0.1/api/v1/namespaces/default/pods/${name}/log${query}`))
  const text = await response.text()
  return response.ok ? text : (JSON.parse(text) as { readonly message: string }).message
}

const print = (name: string, word: string): object => ({
  name,
  image: 'busybox',
  command: ['sh', '-c', `echo ${word}; sleep 99`],
})

beforeAll(async () => {
  cluster = create()
  const init = { name: 'first', image: 'busybox', command: ['echo', 'begun'] }
  apply(
    cluster,
    pod('once', 'busybox', {
      spec: { restartPolicy: 'Never' },
      container: { command: ['sh', '-c', 'echo a; echo b; echo c'] },
    }),
    pod('one', 'busybox', { spec: { initContainers: [init], containers: [print('main', 'here')] } }),
    pod('two', 'busybox', { spec: { initContainers: [init], containers: [print('a', 'A'), print('b', 'B')] } }),
    pod('unassigned', 'busybox', { spec: { nodeSelector: { disk: 'none' } } }),
  )
  await cluster.settle()
})

describe('logs', () => {
  test.each([
    ['', 'a\nb\nc\n'],
    ['?tailLines=1', 'c\n'],
    ['?limitBytes=3', 'a\nb'],
    ['?sinceTime=', 'a\nb\nc\n'],
    ['?sinceTime=2020-01-01T00:00:00Z', 'a\nb\nc\n'],
    ['?sinceTime=2099-01-01T00:00:00Z', ''],
    ['?follow=false&timestamps=0', 'a\nb\nc\n'],
    ['?previous=so', 'previous terminated container "c" in pod "once" not found'],
  ])('with %j are %j', async (query, wanted) => {
    expect(await read('once', query)).toBe(wanted)
  })

  test.each([
    ['tailLines=x', 'strconv.ParseInt: parsing "x": invalid syntax'],
    ['limitBytes=', 'strconv.ParseInt: parsing "": invalid syntax'],
    ['sinceSeconds=9223372036854775808', 'strconv.ParseInt: parsing "9223372036854775808": value out of range'],
    ['sinceTime=foo', 'parsing time "foo" as "2006-01-02T15:04:05Z07:00": cannot parse "foo" as "2006"'],
    [
      'tailLines=-1&limitBytes=0',
      'PodLogOptions "once" is invalid: [tailLines: Invalid value: -1: must be greater than or equal to 0, limitBytes: Invalid value: 0: must be greater than 0]',
    ],
    ['sinceSeconds=0', 'PodLogOptions "once" is invalid: sinceSeconds: Invalid value: 0: must be greater than 0'],
    [
      'sinceSeconds=1&sinceTime=2020-01-01T00:00:00Z',
      'PodLogOptions "once" is invalid: []: Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified',
    ],
    ['stream=All', 'PodLogOptions "once" is invalid: stream: Forbidden: may not be specified'],
  ])('with %s are refused', async (query, wanted) => {
    expect(await read('once', `?${query}`)).toBe(wanted)
  })

  test('are those of the only container beside init containers, else its name has to be said', async () => {
    expect(await read('one')).toBe('here\n')
    expect(await read('two')).toBe('a container name must be specified for pod two, choose one of: [first a b]')
  })

  test('of a Pod that has no node yet are empty', async () => {
    expect(await read('unassigned')).toBe('')
    expect(await read('unassigned', '?follow=true')).toBe('')
  })
})
