/** The cluster's DNS server. @see coredns coremain, 1.12.1 */
import { readCorefile } from '../../../network/dns/corefile/read-corefile.ts'
import { COREFILE } from '../../corefile.ts'
import { answersOk } from './answers-ok.ts'
import { quotaLine, runWith, type Running } from './coredns-words.ts'
import { tcp, type Program } from './program.ts'

const PATH = '/etc/coredns/Corefile'

/** Ends where it cannot read its Corefile. The usual one is known to be right: most clusters never have another. */
export const coreDns: Program = {
  names: ['coredns'],
  start: ({ files, hostname, nowMs }) => {
    const corefile = (): string => files.read(PATH) ?? COREFILE
    const begun = corefile()
    const read = begun === COREFILE ? undefined : readCorefile(begun)
    if (read?.ok === false) return { kind: 'exits', code: 1, output: quotaLine(), errors: `${read.message}\n` }
    let kept: Running | undefined
    const running = (): Running => (kept ??= runWith(begun, { corefile, hostname, nowMs }))
    return {
      kind: 'serves',
      listeners: [
        tcp('coredns', 53, { address: '::' }),
        tcp('coredns', 53, { address: '::', protocol: 'UDP' }),
        ...[8080, 8181].map((port) => answersOk('coredns', port)),
        answersOk('coredns', 9153, ''),
      ],
      greeting: () => running().greeting,
      reread: () => running().reread(),
      logQuery: (asked) => running().logQuery(asked),
    }
  },
}
