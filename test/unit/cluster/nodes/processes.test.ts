import { expect, test } from 'vitest'
import type { Pod } from '../../../../src/kubernetes/generated/types.ts'
import { openLab, pod, tool, type Lab } from './support/lab.ts'

const sleep = (name: string, seconds: string) => ({ name, image: 'busybox', command: ['sleep', seconds] })

const commands = async ({ run }: Lab, name: string): Promise<readonly string[]> =>
  (await run(name, 'ps')).stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.trim().split(/\s+/u).slice(3).join(' '))

test('a container sees its own processes', async () => {
  const lab = await openLab(pod('own', sleep('c', '100')))
  expect(await commands(lab, 'own')).toEqual(['COMMAND', 'sleep 100', 'ps'])
})

test('a Pod that shares its process namespace shows those of all its containers, the first being what holds it', async () => {
  const spec = { shareProcessNamespace: true, containers: [sleep('a', '100'), sleep('b', '200')] }
  const lab = await openLab({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'shared' }, spec })
  expect(await commands(lab, 'shared')).toEqual(['COMMAND', '/pause', 'sleep 100', 'sleep 200', 'ps'])
})

test.each([
  ['c', ['COMMAND', 'sleep 100', 'sleep 300', 'ps']],
  [undefined, ['COMMAND', 'sleep 100', 'ps']],
])('an ephemeral container with the target %s', async (target, expected) => {
  const lab = await openLab(pod('web', sleep('c', '100')), tool('box'))
  const web = lab.cluster.store.get('pods', 'default', 'web') as Pod
  const debugging = { ...sleep('debugger', '300'), ...(target === undefined ? {} : { targetContainerName: target }) }
  const debugged: Pod = { ...web, spec: { containers: [], ...web.spec, ephemeralContainers: [debugging] } }
  lab.cluster.store.put('pods', debugged)
  await lab.pass(1000)
  expect(await commands(lab, 'web')).toEqual(expected)
})
