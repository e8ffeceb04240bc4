/** Files that a script writes and removes, as its container, its probes and the other containers of its Pod see them meanwhile. */
import { expect, test } from 'vitest'
import type { Pod } from '../../../../../src/kubernetes/generated/types.ts'
import { openLab, pod, run, server, tool } from '../support/lab.ts'

const mount = (mountPath: string): object => ({ volumeMounts: [{ name: 'v', mountPath }] })
const EMPTY = { volumes: [{ name: 'v', emptyDir: {} }] }
const script = (text: string): object => ({ image: 'busybox', command: ['sh', '-c', text] })

test('a volume is a folder before anything is in it', async () => {
  const lab = await openLab(
    pod('box', { ...script('echo one > /data/x; echo rc=$?; sleep 1000'), ...mount('/data') }, EMPTY),
    pod(
      'host',
      { ...script('ls -d /host && sleep 1000'), ...mount('/host') },
      { volumes: [{ name: 'v', hostPath: { path: '/' } }] },
    ),
  )
  expect(await lab.log('box')).toBe('rc=0\n')
  expect(await lab.log('host')).toBe('/host\n')
  expect(await lab.run('box', 'cd /data && ls && cat x')).toMatchObject({ stdout: 'x\none\n', code: 0 })
  expect((await lab.run('box', 'echo a > /nowhere/x')).code).not.toBe(0)
})

test('what an init container leaves in a volume, and what a loop writes there, is served by another container', async () => {
  const containers = [
    { name: 'web', image: 'nginx', ...mount('/usr/share/nginx/html') },
    { name: 'writer', ...script('n=0; while true; do n=$((n+1)); echo $n > /c/loop; sleep 1; done'), ...mount('/c') },
  ]
  const lab = await openLab(
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'two' },
      spec: { ...EMPTY, containers, initContainers: [{ name: 'i', ...script('echo first > /c/init'), ...mount('/c') }] },
    },
    tool('client'),
  )
  const get = async (path: string): Promise<string> =>
    (await lab.run('client', `wget -qO- http://${lab.ip('two')}/${path}`)).stdout
  expect(await get('init')).toBe('first\n')
  const [before, after] = [await get('loop'), (await lab.pass(5000), await get('loop'))]
  expect(Number(after)).toBeGreaterThan(Number(before))
})

test('a script that reads again and again sees what others write', async () => {
  const containers = [
    { name: 'reader', ...script('while true; do cat /c/x 2>/dev/null; sleep 1; done'), ...mount('/c') },
    { name: 'writer', ...script('sleep 3; echo now > /c/x; sleep 3; rm /c/x; sleep 1000'), ...mount('/c') },
  ]
  const lab = await openLab({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'two' }, spec: { ...EMPTY, containers } })
  const said = async (): Promise<string> => {
    const found = lab.cluster.runtime.logs({ namespace: 'default', name: 'two', container: 'reader' }, {})
    if (!(Symbol.asyncIterator in found)) throw new Error(found.message)
    let text = ''
    for await (const chunk of found) text += new TextDecoder().decode(chunk)
    return text
  }
  await lab.pass(12_000)
  expect((await run(lab.cluster, 'two', ['ls', '/c'])).stdout).toBe('')
  const text = await said()
  expect(text).toMatch(/^(?:now\n){2,}$/u)
  await lab.pass(5_000)
  expect(await said()).toBe(text)
})

test('a probe sees that its file is gone, and a command beside the script does not bring it back', async () => {
  const text = 'touch /tmp/healthy; sleep 10; rm -f /tmp/healthy; sleep 1000'
  const livenessProbe = { exec: { command: ['cat', '/tmp/healthy'] }, periodSeconds: 5, failureThreshold: 1 }
  const lab = await openLab(pod('probed', { ...script(text), livenessProbe }), pod('plain', script(text)))
  expect((await lab.run('plain', 'true')).code).toBe(0)
  await lab.pass(60_000)
  expect((await lab.run('plain', 'ls /tmp')).stdout).toBe('')
  const { status } = lab.cluster.store.get('pods', 'default', 'probed') as Pod
  expect(status?.containerStatuses?.[0]?.restartCount).toBeGreaterThan(0)
})

test('a server answers with a page that was written a command before', async () => {
  const lab = await openLab(server('web', 'nginx'))
  const command = 'echo changed > /usr/share/nginx/html/index.html; curl -s localhost'
  expect((await lab.run('web', command)).stdout).toBe('changed\n')
})

test.each([
  ['python:3', 'mkdir -p /srv/w && cd /srv/w && echo hello > a.txt && python3 -m http.server 8000', 'a.txt'],
  ['busybox', 'mkdir -p /srv/w && cd /srv && echo hello > w/a.txt && httpd -f -p 8000 -h w', 'a.txt'],
  ['busybox', 'mkdir -p /srv/w && cd /srv/w && echo hello > a.txt && httpd -f -p 8000', 'a.txt'],
])('%s serves the folder that it was started in: %s', async (image, text, path) => {
  const lab = await openLab(pod('web', { image, command: ['sh', '-c', text] }), tool('client'))
  expect((await lab.run('client', `wget -qO- http://${lab.ip('web')}:8000/${path}`)).stdout).toBe('hello\n')
})

test('processes begin in workingDir, which is made', async () => {
  const lab = await openLab(pod('box', { ...script('pwd; echo x > here; sleep 1000'), workingDir: '/work/shop' }))
  expect(await lab.log('box')).toBe('/work/shop\n')
  expect((await lab.run('box', 'pwd; cat here')).stdout).toBe('/work/shop\nx\n')
})
