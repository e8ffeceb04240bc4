import { describe, expect, it } from 'vitest'
import { openLab, pod, server, service, tool } from '../../support/lab.ts'

const DENY = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'deny' },
  spec: { podSelector: { matchLabels: { app: 'locked' } }, policyTypes: ['Ingress'] },
}

const web = service('web', { selector: { app: 'web' }, ports: [{ port: 80 }] })

describe('telnet', () => {
  it('says how a connection fails', async () => {
    const lab = await openLab(tool('box'), tool('alp', 'alpine'), server('web', 'nginx'), server('locked', 'nginx'), DENY)
    const [ip, locked] = [lab.ip('web'), lab.ip('locked')]
    expect(await lab.run('box', `telnet ${ip} 81`)).toMatchObject({
      stderr: `telnet: can't connect to remote host (${ip}): Connection refused\n`,
      code: 1,
    })
    expect((await lab.run('box', `telnet ${locked} 80`)).stderr).toBe(
      `telnet: can't connect to remote host (${locked}): Connection timed out\n`,
    )
    expect((await lab.run('alp', `telnet ${locked} 80`)).stderr).toContain('Operation timed out')
    expect((await lab.run('box', 'telnet nosuch 80')).stderr).toBe("telnet: bad address 'nosuch'\n")
    expect((await lab.run('box', 'telnet web eighty')).stderr).toBe("telnet: bad port 'eighty'\n")
  })

  it('says that it is connected, and ends with its input', async () => {
    const lab = await openLab(tool('box'), server('web', 'nginx'), web)
    expect(await lab.run('box', 'telnet web 80')).toMatchObject({ stdout: 'Connected to web\n', code: 0 })
  })

  it('fails where the other side ends first', async () => {
    const once = pod('once', { image: 'busybox', command: ['sh', '-c', 'echo bye | nc -l -p 99'] })
    const lab = await openLab(tool('box'), once)
    const { stdout, code } = await lab.run('box', `sleep 100 | telnet ${lab.ip('once')} 99`)
    expect(stdout).toBe(`Connected to ${lab.ip('once')}\nbye\nConnection closed by foreign host\r\n`)
    expect(code).toBe(1)
  })
})

const wordsOf = (line: string): readonly string[] => line.trimEnd().split(/\s+/u)

it('a connection that is held is listed on both sides, and no longer', async () => {
  const listening = pod('far', { image: 'nicolaka/netshoot', command: ['nc', '-lk', '-p', '99'] })
  const far = service('far', { selector: { app: 'far' }, ports: [{ port: 80, targetPort: 99 }] })
  const lab = await openLab(tool('near', 'nicolaka/netshoot'), listening, far)
  const [near, ip] = [lab.ip('near'), lab.ip('far')]
  const address = (await lab.run('near', 'getent hosts far')).stdout.split(/\s+/u)[0] ?? ''
  const holding = lab.run('near', 'sleep 5 | nc far 80')
  const here = (await lab.run('near', 'sleep 1; ss -tn; netstat -tn; ss -tln')).stdout.split('\n').map(wordsOf)
  expect(here[0]?.join(' ')).toMatch(/^State Recv-Q Send-Q Local Address:Port Peer Address:Port ?Process$/u)
  expect(here[1]).toEqual(['ESTAB', '0', '0', `${near}:40000`, `${address}:80`])
  expect(here[4]).toEqual(['tcp', '0', '0', `${near}:40000`, `${address}:80`, 'ESTABLISHED'])
  expect(here.slice(5).map(([first]) => first)).toEqual(['State', ''])
  const there = (await lab.run('far', 'ss -tan')).stdout.split('\n').map(wordsOf)
  expect(there).toContainEqual(['ESTAB', '0', '0', `${ip}:99`, `${near}:40000`])
  await holding
  expect((await lab.run('near', 'ss -tn')).stdout).not.toContain('ESTAB')
})
