/** With `log` in its Corefile, CoreDNS writes down what Pods ask it. */
import { expect, test } from 'vitest'
import { COREFILE } from '../../../../src/cluster/corefile.ts'
import { openLab, server, service, tool, type Lab } from './support/lab.ts'

const corefile = (text: string): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { namespace: 'kube-system', name: 'coredns' },
  data: { Corefile: text },
})

const WITH_LOG = COREFILE.replace('errors\n', 'log\n    errors\n')
const OBJECTS = [
  tool('box'),
  tool('alpine', 'alpine'),
  tool('agn', 'registry.k8s.io/e2e-test-images/agnhost:2.45'),
  server('web', 'nginx'),
  service('web', { clusterIP: '10.96.0.50', selector: { app: 'web' }, ports: [{ port: 80 }] }),
]

/** What both Pods have written down, without ports, identifiers and times. */
async function asked(lab: Lab): Promise<readonly string[]> {
  const pods = lab.cluster.store.list('pods', 'kube-system').map(({ metadata }) => metadata.name ?? '')
  const logs = await Promise.all(
    pods.filter((name) => name.startsWith('coredns-')).map((name) => lab.log(`kube-system/${name}`)),
  )
  return logs.flatMap((log) =>
    [...log.matchAll(/^\[INFO\] (\S+):\d+ - \d+ "([^"]+)" (.*) 0\.\d+s$/gmu)]
      .filter(([, , question]) => question?.startsWith('HINFO') === false)
      .map(
        ([, client = '', question = '', reply = '']) => `${client === lab.ip('box') ? 'box' : client} ${question} | ${reply}`,
      ),
  )
}

const own = 'web.default.svc.cluster.local.'

test('nslookup of busybox asks for both families under every name', async () => {
  const lab = await openLab(corefile(WITH_LOG), ...OBJECTS)
  await lab.run('box', ['nslookup', 'web'])
  expect((await asked(lab)).toSorted()).toEqual([
    'box A IN web.cluster.local. udp 35 false 512 | NXDOMAIN qr,aa,rd 128',
    `box A IN ${own} udp 47 false 512 | NOERROR qr,aa,rd 92`,
    'box A IN web.svc.cluster.local. udp 39 false 512 | NXDOMAIN qr,aa,rd 132',
    'box AAAA IN web.cluster.local. udp 35 false 512 | NXDOMAIN qr,aa,rd 128',
    `box AAAA IN ${own} udp 47 false 512 | NOERROR qr,aa,rd 140`,
    'box AAAA IN web.svc.cluster.local. udp 39 false 512 | NXDOMAIN qr,aa,rd 132',
  ])
})

test('programs that connect ask for both families until a name is found', async () => {
  const lab = await openLab(corefile(WITH_LOG), ...OBJECTS)
  await lab.run('box', ['wget', '-qO-', 'http://web.default'])
  expect(await asked(lab)).toEqual([
    `box A IN web.default.default.svc.cluster.local. udp 55 false 512 | NXDOMAIN qr,aa,rd 148`,
    `box AAAA IN web.default.default.svc.cluster.local. udp 55 false 512 | NXDOMAIN qr,aa,rd 148`,
    `box A IN ${own} udp 47 false 512 | NOERROR qr,aa,rd 92`,
    `box AAAA IN ${own} udp 47 false 512 | NOERROR qr,aa,rd 140`,
  ])
  await lab.run('box', 'nc -w1 web 80 < /dev/null')
  expect((await asked(lab)).length).toBe(6)
  await lab.run('box', ['wget', '-qO-', `http://${lab.ip('web')}`])
  expect((await asked(lab)).length).toBe(6)
})

test('dig says how much it takes', async () => {
  const lab = await openLab(corefile(WITH_LOG), ...OBJECTS)
  await lab.run('agn', ['dig', own])
  await lab.run('agn', ['dig', '+tcp', '+noedns', '+norecurse', own, 'SRV'])
  expect((await asked(lab)).map((line) => line.slice(line.indexOf(' ') + 1)).toSorted()).toEqual([
    `A IN ${own} udp 70 false 1232 | NOERROR qr,aa,rd 92`,
    expect.stringMatching(new RegExp(`^SRV IN ${own} tcp 47 false 65535 \\| NOERROR qr,aa \\d+$`, 'u')),
  ])
})

test('each server of several writes down what came to it', async () => {
  const lab = await openLab(corefile(WITH_LOG), ...OBJECTS)
  for (let round = 0; round < 12; round += 1) await lab.run('box', ['nslookup', own])
  const pods = lab.cluster.store.list('pods', 'kube-system').map(({ metadata }) => metadata.name ?? '')
  const coreDns = pods.filter((name) => name.startsWith('coredns-'))
  expect(coreDns).toHaveLength(2)
  for (const name of coreDns) expect(await lab.log(`kube-system/${name}`)).toContain(`A IN ${own}`)
})

test('without `log` nothing is written down', async () => {
  const lab = await openLab(...OBJECTS)
  await lab.run('box', ['nslookup', 'web'])
  expect(await asked(lab)).toEqual([])
})

test('a policy that keeps a client from the server keeps its questions from the log', async () => {
  const policy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'closed' },
    spec: { podSelector: { matchLabels: { app: 'box' } }, policyTypes: ['Egress'] },
  }
  const lab = await openLab(corefile(WITH_LOG), ...OBJECTS, policy)
  await lab.run('box', ['nslookup', 'web'])
  expect(await asked(lab)).toEqual([])
})
