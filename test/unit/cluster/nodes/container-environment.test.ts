/** What a container is told of itself. */
import { expect, test } from 'vitest'
import { openLab, pod } from './support/lab.ts'

const variable = (name: string, resource: string, divisor?: string): object => ({
  name,
  valueFrom: { resourceFieldRef: { resource, ...(divisor === undefined ? {} : { divisor }) } },
})

const idle = { image: 'busybox', command: ['sleep', '1000000'] }

test('limits, requests, and what its node has where it has no limit', async () => {
  const env = [
    variable('CPU', 'limits.cpu'),
    variable('MEMORY', 'limits.memory', '1Mi'),
    variable('ASKED', 'requests.cpu', '1m'),
    variable('NONE', 'requests.memory'),
  ]
  const items = [{ path: 'cpu', resourceFieldRef: { containerName: 'c', resource: 'limits.cpu', divisor: '1m' } }]
  const limited = { limits: { cpu: '1500m', memory: '100Mi' }, requests: { cpu: '250m', memory: '0' } }
  const mounted = { volumeMounts: [{ name: 'own', mountPath: '/own' }] }
  const volumes = { volumes: [{ name: 'own', downwardAPI: { items } }] }
  const lab = await openLab(
    pod('free', { ...idle, env, ...mounted }, volumes),
    pod('bound', { ...idle, env, resources: limited, ...mounted }, volumes),
  )
  const told = async (name: string): Promise<string> =>
    (await lab.run(name, 'echo $CPU $MEMORY $ASKED $NONE $(cat /own/cpu)')).stdout
  expect(await told('free')).toBe(`16 ${32 * 1024} 0 0 16000\n`)
  expect(await told('bound')).toBe('2 100 250 0 1500\n')
})

test.each([
  [{ setHostnameAsFQDN: true, subdomain: 'sub' }, 'web.sub.default.svc.cluster.local'],
  [{ setHostnameAsFQDN: true, subdomain: 'sub', hostname: 'own' }, 'own.sub.default.svc.cluster.local'],
  [{ setHostnameAsFQDN: true }, 'web'],
  [{ subdomain: 'sub' }, 'web'],
])('the hostname of a Pod with %j', async (spec, name) => {
  const lab = await openLab(pod('web', idle, spec))
  expect((await lab.run('web', 'hostname; cat /etc/hostname; hostname -s')).stdout).toBe(
    `${name}\n${name}\n${name.split('.')[0]}\n`,
  )
})
