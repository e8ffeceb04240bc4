/** What programs print of a connection that they tried. */
import type { Verdict } from '../../network/model.ts'
import type { ProbeOutput } from './observation.ts'

/** In the words of BusyBox, OpenBSD's and traditional netcat, bash, curl and wget. */
const REFUSED = /connection refused/iu
const UNREACHABLE = /no route to host|(?:host|network) is unreachable|(?:host|network) unreachable/iu
const TIMED_OUT = /timed out|timeout|time-out/iu
const UNRESOLVED =
  /bad address|name or service not known|could not resolve|can't resolve|temporary failure in name|resolving timed out|name does not resolve|forward host lookup failed|unable to resolve|nodename nor servname/iu

/** By what a program complains of; undefined where nothing of it is known. */
export const complaintOf = (text: string): Exclude<Verdict, 'connected'> | undefined => {
  if (UNRESOLVED.test(text)) return 'unresolved'
  if (REFUSED.test(text)) return 'refused'
  if (UNREACHABLE.test(text)) return 'unreachable'
  return TIMED_OUT.test(text) ? 'timed-out' : undefined
}

/** Exit codes of programs that were ended because their time was over. */
const ENDED: ReadonlySet<number> = new Set([124, 137, 143])

/** Undefined where the output says nothing that is known. */
export const readConnection = (tool: string, output: ProbeOutput): Verdict | undefined => {
  const { stderr, exitCode } = output
  // Once it is connected, what else goes wrong is the conversation's.
  if (tool === 'curl' && /^\* Connected to /mu.test(stderr)) return 'connected'
  if (exitCode === 0) return 'connected'
  if (tool === 'bash' && ENDED.has(exitCode)) return 'timed-out'
  return complaintOf(stderr)
}

/** Datagrams: an answer is one; silence proves nothing. */
export const readDatagram = (tool: string, { stdout, stderr, exitCode }: ProbeOutput): Verdict | undefined => {
  if (tool === 'nslookup') {
    const heard = exitCode === 0 || /nxdomain|non-existent|refused by|server can't find/iu.test(`${stdout}${stderr}`)
    return heard ? 'connected' : REFUSED.test(stderr) ? 'refused' : 'timed-out'
  }
  if (stdout.trim() !== '') return 'connected'
  return REFUSED.test(stderr) ? 'refused' : undefined
}
