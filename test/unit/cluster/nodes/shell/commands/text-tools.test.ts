/** Text in a container is sorted by bytes, and its environment is what the kubelet gave it. */
import { expect, test } from 'vitest'
import { openLab, pod, server, tool } from '../../support/lab.ts'

const lab = openLab(tool('box'), server('web', 'nginx'))

test.each([
  ['printf "b\\nB\\na\\n" | sort', 'B\na\nb\n'],
  ['printf "PORT_HTTPS=443\\nPORT=443\\n" | sort', 'PORT=443\nPORT_HTTPS=443\n'],
  ['printf "10\\n9\\n2\\n" | sort -n', '2\n9\n10\n'],
  ['printf "10\\n9\\n2\\n" | sort -rn', '10\n9\n2\n'],
  ['printf "a 2\\nb 1\\nc 10\\n" | sort -k2 -n', 'b 1\na 2\nc 10\n'],
  ['printf "a:2\\nb:1\\n" | sort -t: -k2', 'b:1\na:2\n'],
  ['printf "x\\nx\\ny\\n" | sort -u', 'x\ny\n'],
  ['printf "2K\\n1M\\n3\\n" | sort -h', '3\n2K\n1M\n'],
  ['printf "v1.10\\nv1.9\\n" | sort -V', 'v1.9\nv1.10\n'],
  ['cd /tmp; printf "2\\n1\\n" > f; sort f; sort -o f f; cat f', '1\n2\n1\n2\n'],
  [
    'sort /etc/passwd | head -1; sort /etc/resolv.conf | head -1',
    'nobody:x:65534:65534:nobody:/home:/bin/false\nnameserver 10.96.0.10\n',
  ],
  ['sort /nosuch 2>&1', 'sort: /nosuch: No such file or directory\n'],
  [
    'env | sort | grep KUBERNETES_SERVICE',
    'KUBERNETES_SERVICE_HOST=10.96.0.1\nKUBERNETES_SERVICE_PORT=443\nKUBERNETES_SERVICE_PORT_HTTPS=443\n',
  ],
  ['env | grep -c -E "^(IFS|OPTIND|SHELLOPTS|MACHTYPE)="', '0\n'],
  ['cat /var/run/secrets/kubernetes.io/serviceaccount/namespace', 'default'],
  ['ls /', 'bin\ndev\netc\nhome\nlib\nlib64\nproc\nroot\nsys\ntmp\nusr\nvar\n'],
])('%s', async (script, stdout) => {
  expect((await (await lab).run('box', script)).stdout).toBe(stdout)
})

test('the token of the service account has three parts and says whose it is', async () => {
  const { stdout } = await (await lab).run('box', 'cat /var/run/secrets/kubernetes.io/serviceaccount/token')
  const parts = stdout.split('.')
  expect(parts).toHaveLength(3)
  const claims: unknown = JSON.parse(atob((parts[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')))
  expect(claims).toMatchObject({ sub: 'system:serviceaccount:default:default', 'kubernetes.io': { pod: { name: 'box' } } })
})

test('the root folders of Debian', async () => {
  expect((await (await lab).run('web', 'ls /')).stdout).toBe(
    'bin\nboot\ndev\netc\nhome\nlib\nlib64\nmedia\nmnt\nopt\nproc\nroot\nrun\nsbin\nsrv\nsys\ntmp\nusr\nvar\n',
  )
})

test('env prints no empty line', async () => {
  const { stdout } = await (await lab).run('box', 'env')
  expect(stdout).toContain('HOSTNAME=box\n')
  expect(stdout).not.toMatch(/^$\n/mu)
})

test('env started directly prints what the container runtime gives, in its order', async () => {
  const own = [{ name: 'ZONE', value: 'a' }]
  const { run } = await openLab(pod('own', { image: 'busybox', command: ['sleep', '100'], env: own }))
  const printed = (await run('own', ['env'])).stdout.trimEnd().split('\n')
  const names = printed.map((line) => line.split('=')[0] ?? '')
  expect(names.slice(0, 3)).toEqual(['PATH', 'HOSTNAME', 'ZONE'])
  expect(names.slice(3, -1).filter((name) => !name.startsWith('KUBERNETES_'))).toEqual([])
  expect(names.at(-1)).toBe('HOME')
  expect((await run('own', 'env')).stdout).toContain('PWD=/\n')
})
