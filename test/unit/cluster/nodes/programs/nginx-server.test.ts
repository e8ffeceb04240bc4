/** nginx in a Pod whose configuration a ConfigMap brings. */
import { describe, expect, test } from 'vitest'
import { openLab, pod, tool, type Lab } from '../support/lab.ts'
import { state } from '../../support/one-cluster.ts'

const CLIENT = 'nicolaka/netshoot'

const conf = (text: string, name = 'web'): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data: { 'default.conf': text },
})

const nginxWith = (name = 'web'): object =>
  pod(
    name,
    { image: 'nginx', volumeMounts: [{ name: 'c', mountPath: '/etc/nginx/conf.d' }] },
    { volumes: [{ name: 'c', configMap: { name } }] },
  )

const open = (text: string, ...others: readonly object[]): Promise<Lab> =>
  openLab(conf(text), nginxWith(), tool('client', CLIENT), ...others)

describe('a configuration that nginx refuses', () => {
  test('the container ends with code 1, over and over, and its log says why', async () => {
    const lab = await open('server {\n  listen 80;\n  foo bar;\n}\n')
    await lab.pass(8_000)
    expect(state(lab.cluster, 'web')).toMatchObject({
      ready: false,
      restartCount: 1,
      lastState: { terminated: { exitCode: 1, reason: 'Error' } },
    })
    const said = (await lab.log('web')).split('\n')
    expect(said.at(-2)).toBe('nginx: [emerg] unknown directive "foo" in /etc/nginx/conf.d/default.conf:3')
    expect(said.at(-4)).toBe('/docker-entrypoint.sh: Configuration complete; ready for start up')
  })
})

describe('nginx -s', () => {
  const PAGE = '/etc/nginx/conf.d/page.conf'
  const openPlain = (): Promise<Lab> => openLab(pod('web', { image: 'nginx' }), tool('client', CLIENT))
  const get = async (lab: Lab, port: number): Promise<string> =>
    (await lab.run('client', `curl -s http://${lab.ip('web')}:${port}/`)).stdout

  test('reload takes up what is new, and says that it sent a signal', async () => {
    const lab = await openPlain()
    await lab.run('web', `echo 'server { listen 81; return 200 new; }' > ${PAGE}`)
    expect(await get(lab, 81)).toBe('')
    const ran = await lab.run('web', 'nginx -s reload')
    expect(ran).toMatchObject({ code: 0, stdout: '' })
    expect(ran.stderr).toMatch(/^\d{4}\/\d\d\/\d\d [\d:]{8} \[notice\] (\d+)#\1: signal process started\n$/u)
    await lab.pass(100)
    expect(await get(lab, 81)).toBe('new')
  })

  test('reload of what is wrong leaves the server as it is', async () => {
    const lab = await openPlain()
    await lab.run('web', `echo 'server { listen 81; nope; }' > ${PAGE}`)
    const ran = await lab.run('web', 'nginx -s reload')
    expect(ran.code).toBe(1)
    expect(ran.stderr).toContain(`nginx: [emerg] unknown directive "nope" in ${PAGE}:1\n`)
    expect(await get(lab, 80)).toContain('Welcome')
  })

  test('an unknown signal', async () => {
    const lab = await openPlain()
    expect(await lab.run('web', 'nginx -s foo')).toMatchObject({ code: 1, stderr: 'nginx: invalid option: "-s foo"\n' })
  })

  test('-T prints what it has read, too', async () => {
    const lab = await openPlain()
    const { stdout, stderr } = await lab.run('web', 'nginx -T')
    expect(stderr).toContain('test is successful\n')
    expect(stdout).toMatch(/^# configuration file \/etc\/nginx\/nginx\.conf:\nuser /u)
    expect(stdout.split('\n').filter((line) => line.startsWith('# configuration file'))).toEqual([
      '# configuration file /etc/nginx/nginx.conf:',
      '# configuration file /etc/nginx/mime.types:',
      '# configuration file /etc/nginx/conf.d/default.conf:',
    ])
  })
})
