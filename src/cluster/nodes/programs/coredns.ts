/** The cluster's DNS server, as `kubectl logs` shows it. @see coredns coremain and plugin/reload, 1.12.1 */
import { readCorefile } from '../../../network/dns/corefile/read-corefile.ts'
import { COREFILE, COREFILE_SHA512 } from '../../corefile.ts'
import { NODE_CPUS } from '../../bootstrap-nodes.ts'
import { answersOk } from './answers-ok.ts'
import { queryLine, readQueryLogs, type QueryLog } from './coredns-log.ts'
import { loopLines, reloadLines, reloads, startLines } from './coredns-words.ts'
import { tcp, type Program } from './program.ts'

const PATH = '/etc/coredns/Corefile'
const VERSION = 'CoreDNS-1.12.1\nlinux/amd64, go1.24.1, 707c7c1\n'

/** Of the Corefile that a new cluster has. */
const USUAL_LINES = `.:53\n[INFO] plugin/reload: Running configuration SHA512 = ${COREFILE_SHA512}\n`

type Read =
  | { readonly ok: true; readonly lines: string; readonly logs: readonly QueryLog[] }
  | { readonly ok: false; readonly message: string }

/** The usual one is known by heart, and is not read: most clusters never have another. */
function read(corefile: string): Read {
  if (corefile === COREFILE) return { ok: true, lines: USUAL_LINES, logs: [] }
  const told = readCorefile(corefile)
  return told.ok ? { ok: true, lines: startLines(corefile), logs: readQueryLogs(corefile) } : told
}

/** Ends where it cannot read its Corefile. One that it cannot read later leaves it as it is. */
export const coreDns: Program = {
  names: ['coredns'],
  start: ({ files, hostname, nowMs }) => {
    const quota = `maxprocs: Leaving GOMAXPROCS=${NODE_CPUS}: CPU quota undefined\n`
    let seen = files.read(PATH) ?? COREFILE
    const begun = read(seen)
    if (!begun.ok) return { kind: 'exits', code: 1, output: quota, errors: `${begun.message}\n` }
    let running = seen
    let { logs } = begun
    const listeners = [
      tcp('coredns', 53, { address: '::' }),
      tcp('coredns', 53, { address: '::', protocol: 'UDP' }),
      answersOk('coredns', 8080),
      answersOk('coredns', 8181),
      answersOk('coredns', 9153, ''),
    ]
    return {
      kind: 'serves',
      listeners,
      output: `${quota}${begun.lines}${VERSION}${logs.length === 0 ? '' : loopLines(logs, hostname, nowMs)}`,
      reread: () => {
        const corefile = files.read(PATH) ?? COREFILE
        if (corefile === seen || !reloads(running)) return ''
        seen = corefile
        const now = read(corefile)
        if (!now.ok) return reloadLines(corefile)
        running = corefile
        logs = now.logs
        return `${reloadLines(corefile)}${loopLines(logs, hostname, nowMs)}`
      },
      logQuery: (asked) => (logs.length === 0 ? '' : queryLine(logs, asked)),
    }
  },
}
