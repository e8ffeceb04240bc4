import { beforeAll, describe, expect, test } from 'vitest'
import { openLab, server, service, tool, type Lab } from '../../support/lab.ts'

const WEB = 'web.default.svc.cluster.local'

describe('dig', () => {
  let lab: Lab
  beforeAll(async () => {
    lab = await openLab(
      tool('box', 'nicolaka/netshoot'),
      server('web', 'nginx'),
      service('web', { clusterIP: '10.96.0.50', selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }] }),
      service('alias', { type: 'ExternalName', externalName: WEB }),
    )
  })
  const dig = async (...args: readonly string[]): Promise<string> => (await lab.run('box', ['dig', ...args])).stdout
  const withoutChance = (text: string): string =>
    text
      .replace(/id: \d+/u, 'id: 1')
      .replace(/COOKIE: [0-9a-f]{16} /u, 'COOKIE: 2 ')
      .replace(/WHEN: .*/u, 'WHEN: then')

  test('an answer in full', async () => {
    expect(withoutChance(await dig(WEB))).toBe(`
; <<>> DiG 9.18.49 <<>> ${WEB}
;; global options: +cmd
;; Got answer:
;; WARNING: .local is reserved for Multicast DNS
;; You are currently testing what happens when an mDNS query is leaked to DNS
;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1
;; flags: qr aa rd; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 1
;; WARNING: recursion requested but not available

;; OPT PSEUDOSECTION:
; EDNS: version: 0, flags:; udp: 1232
; COOKIE: 2 (echoed)
;; QUESTION SECTION:
;${WEB}.	IN	A

;; ANSWER SECTION:
${WEB}. 30 IN	A	10.96.0.50

;; Query time: 0 msec
;; SERVER: 10.96.0.10#53(10.96.0.10) (UDP)
;; WHEN: then
;; MSG SIZE  rcvd: 115

`)
  })

  test.each([
    [['+noall', '+answer', WEB], `${WEB}. 30 IN\tA\t10.96.0.50\n`],
    [['+answer', '+noall', WEB], ''],
    [[WEB, '+noall', '+question'], `;${WEB}.\tIN\tA\n`],
    [['web', '+noall', '+question'], ';web.\t\t\t\tIN\tA\n'],
    [[WEB, '+nocmd', '+nocomments', '+nostats'], `;${WEB}.\tIN\tA\n${WEB}. 30 IN\tA\t10.96.0.50\n`],
    [['web', '+short'], ''],
    [['web', '+short', '+search'], '10.96.0.50\n'],
    [['+domain=default.svc.cluster.local', 'web', '+short'], '10.96.0.50\n'],
    [['-x', '10.96.0.50', '+short'], `${WEB}.\n`],
    [['-x', '10.96.0.50', '+noall', '+answer'], `50.0.96.10.in-addr.arpa. 30\tIN\tPTR\t${WEB}.\n`],
    [['alias.default.svc.cluster.local', '+short'], `${WEB}.\n10.96.0.50\n`],
    [[WEB, 'A', WEB, 'AAAA', '+short'], '10.96.0.50\n'],
    [['-t', 'SRV', `_http._tcp.${WEB}`, '+short'], `0 100 80 ${WEB}.\n`],
    [['-t', 'a', '-q', WEB, '+short', '+identify'], '10.96.0.50 from server 10.96.0.10 in 0 ms.\n'],
    [[`@kube-dns.kube-system.svc.cluster.local`, WEB, '+short'], '10.96.0.50\n'],
    [['localhost', '+short'], ''],
  ])('%j', async (args, stdout) => {
    expect(await dig(...args)).toBe(stdout)
  })

  test('D13: a name that is not there comes with its zone', async () => {
    const text = await dig('nosuch.default.svc.cluster.local')
    expect(text).toMatch(/status: NXDOMAIN[\s\S]*AUTHORITY: 1/u)
    expect(text).toMatch(/;; AUTHORITY SECTION:\ncluster\.local\.\t\t30\tIN\tSOA\tns\.dns/u)
  })

  test('the server that is named is the one that is asked', async () => {
    const address = lab.ip('web')
    expect(await lab.run('box', ['dig', `@${address}`, WEB])).toMatchObject({
      stdout: `${`;; communications error to ${address}#53: connection refused\n`.repeat(3)}
; <<>> DiG 9.18.49 <<>> @${address} ${WEB}
; (1 server found)
;; global options: +cmd
;; no servers could be reached
`,
      code: 9,
    })
    const silent = await lab.run('box', ['dig', '@10.244.9.9', WEB, '+time=2', '+tries=2', '+nocmd'])
    expect(silent).toMatchObject({
      stdout: `${';; communications error to 10.244.9.9#53: timed out\n'.repeat(2)};; no servers could be reached\n`,
      code: 9,
    })
    expect(silent.tookMs).toBeGreaterThanOrEqual(4_000)
    expect((await lab.run('box', ['dig', '-p', '54', WEB, '+tries=1'])).stdout).toContain('to 10.96.0.10#54: timed out')
  })

  test.each([
    [['@nosuch.example', WEB], "dig: couldn't get address for 'nosuch.example': not found\n", 1],
    [['bad..name'], "dig: 'bad..name' is not a legal name (empty label)\n", 10],
    [['+nonsense', WEB], 'Invalid option: +nonsense\n', 1],
    [['-v'], 'DiG 9.18.49\n', 0],
  ])('%j is told on standard error', async (args, stderr, code) => {
    const ran = await lab.run('box', ['dig', ...args])
    expect({ stderr: ran.stderr.slice(0, stderr.length), code: ran.code }).toEqual({ stderr, code })
  })
})
