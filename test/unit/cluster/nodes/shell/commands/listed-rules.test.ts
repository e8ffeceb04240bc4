/** Rules of a node of a real cluster, and what iptables 1.8.9 printed of them there. */
import { describe, expect, test } from 'vitest'
import { listTable, type Listing } from '../../../../../../src/cluster/nodes/shell/commands/listed-rules.ts'
import { openLab, pod, type Lab } from '../../support/lab.ts'

const SAVED = `*nat
:PREROUTING ACCEPT [0:0]
:KUBE-MARK-MASQ - [0:0]
:KUBE-POSTROUTING - [0:0]
:KUBE-SEP-6E7XQMQ4RAYOWTTM - [0:0]
:KUBE-SVC-TCOU7JCQXEZGVUNU - [0:0]
-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SVC-TCOU7JCQXEZGVUNU
-A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000
-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN
-A KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x0
-A KUBE-POSTROUTING -m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE --random-fully
-A KUBE-SEP-6E7XQMQ4RAYOWTTM -s 10.244.0.3/32 -m comment --comment "kube-system/kube-dns:dns" -j KUBE-MARK-MASQ
-A KUBE-SEP-6E7XQMQ4RAYOWTTM -p udp -m comment --comment "kube-system/kube-dns:dns" -m udp -j DNAT --to-destination 10.244.0.3:53
-A KUBE-SVC-TCOU7JCQXEZGVUNU ! -s 10.244.0.0/16 -d 10.96.0.10/32 -p udp -m comment --comment "kube-system/kube-dns:dns cluster IP" -m udp --dport 53 -j KUBE-MARK-MASQ
-A KUBE-SVC-TCOU7JCQXEZGVUNU -m comment --comment "kube-system/kube-dns:dns -> 10.244.0.2:53" -m statistic --mode random --probability 0.50000000000 -j KUBE-SEP-6E7XQMQ4RAYOWTTM
COMMIT
`

const PLAIN: Listing = { family: 'IPv4', isNumeric: false, isVerbose: false, hasNumbers: false }
const HEAD = 'target     prot opt source               destination         '

test.each<[string, string, Partial<Listing>, readonly string[]]>([
  [
    'numbers in place of names',
    'KUBE-POSTROUTING',
    { isNumeric: true },
    [
      'Chain KUBE-POSTROUTING (0 references)',
      HEAD,
      'RETURN     0    --  0.0.0.0/0            0.0.0.0/0            mark match ! 0x4000/0x4000',
      'MARK       0    --  0.0.0.0/0            0.0.0.0/0            MARK xor 0x4000',
      'MASQUERADE  0    --  0.0.0.0/0            0.0.0.0/0            /* kubernetes service traffic requiring SNAT */ random-fully',
    ],
  ],
  [
    'an address that must not be, a port by its name, a chance',
    'KUBE-SVC-TCOU7JCQXEZGVUNU',
    {},
    [
      'Chain KUBE-SVC-TCOU7JCQXEZGVUNU (1 references)',
      HEAD,
      'KUBE-MARK-MASQ  udp  -- !10.244.0.0/16        10.96.0.10           /* kube-system/kube-dns:dns cluster IP */ udp dpt:domain',
      'KUBE-SEP-6E7XQMQ4RAYOWTTM  all  --  anywhere             anywhere             /* kube-system/kube-dns:dns -> 10.244.0.2:53 */ statistic mode random probability 0.50000000000',
    ],
  ],
  [
    'a protocol without a port, and where packets go',
    'KUBE-SEP-6E7XQMQ4RAYOWTTM',
    { isNumeric: true },
    [
      'Chain KUBE-SEP-6E7XQMQ4RAYOWTTM (1 references)',
      HEAD,
      'KUBE-MARK-MASQ  0    --  10.244.0.3           0.0.0.0/0            /* kube-system/kube-dns:dns */',
      'DNAT       17   --  0.0.0.0/0            0.0.0.0/0            /* kube-system/kube-dns:dns */ udp to:10.244.0.3:53',
    ],
  ],
  [
    'counters and numbers of lines',
    'KUBE-MARK-MASQ',
    { isNumeric: true, isVerbose: true, hasNumbers: true },
    [
      'Chain KUBE-MARK-MASQ (2 references)',
      'num   pkts bytes target     prot opt in     out     source               destination         ',
      '1        0     0 MARK       0    --  *      *       0.0.0.0/0            0.0.0.0/0            MARK or 0x4000',
    ],
  ],
  [
    'the policy of a chain of the kernel',
    'PREROUTING',
    { isVerbose: true },
    [
      'Chain PREROUTING (policy ACCEPT 0 packets, 0 bytes)',
      ' pkts bytes target     prot opt in     out     source               destination         ',
      '    0     0 KUBE-SVC-TCOU7JCQXEZGVUNU  all  --  *      *       anywhere             anywhere             /* kubernetes service portals */',
    ],
  ],
])('%s', (_, chain, how, lines) => {
  expect(listTable(SAVED, chain, { ...PLAIN, ...how })).toBe(`${lines.join('\n')}\n`)
})

test('all chains, with a line between them; one that is not there is told', () => {
  const all = listTable(SAVED, undefined, PLAIN)
  expect(all?.match(/^Chain /gmu)).toHaveLength(5)
  expect(all?.match(/\n\nChain /gu)).toHaveLength(4)
  expect(listTable(SAVED, 'NONE', PLAIN)).toBeUndefined()
  expect(listTable('', undefined, PLAIN)).toBe('')
})

describe('iptables', () => {
  const open = (): Promise<Lab> =>
    openLab(
      pod(
        'host',
        { image: 'nicolaka/netshoot', command: ['sleep', '1000000'], securityContext: { privileged: true } },
        { hostNetwork: true },
      ),
    )

  test('reads options however they are put together', async () => {
    const lab = await open()
    const print = async (command: string): Promise<string> => (await lab.run('host', command)).stdout
    const listed = await print('iptables -t nat -n -L KUBE-SERVICES')
    expect(listed).toMatch(/^Chain KUBE-SERVICES \(2 references\)\ntarget {5}prot opt /u)
    expect(listed).toContain(
      ' 6    --  0.0.0.0/0            10.96.0.1            /* default/kubernetes:https cluster IP */ tcp dpt:443\n',
    )
    for (const same of ['-nL KUBE-SERVICES -t nat', '-t nat --list KUBE-SERVICES --numeric', '-nt nat -L KUBE-SERVICES'])
      expect(await print(`iptables ${same}`)).toBe(listed)
    expect(await print('iptables -t nat -vnL KUBE-SERVICES --line-numbers')).toContain('\n1        0     0 KUBE-SVC-')
    const none = await lab.run('host', 'iptables -L NONE')
    expect(none).toMatchObject({ code: 1, stderr: 'iptables: No chain/target/match by that name.\n' })
  })
})
