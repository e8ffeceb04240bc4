/** From what a probe printed to what it saw: no I/O here, so that real outputs can be kept as tests. */
import type { Aim } from './aim.ts'
import type { ProbeOutput, Seen, UnobservedReason } from './observation.ts'
import { readConnection, readDatagram } from './read-connection.ts'
import { readLookup } from './read-lookup.ts'
import { readRequestOutput } from './read-request.ts'
import { TOOL_LINE } from './script.ts'

export type ReadProbe =
  | { readonly seen: Seen; readonly tool: string }
  | { readonly unobserved: Extract<UnobservedReason, 'no-tool' | 'unreadable' | 'no-reply'>; readonly detail: string }

/** The end of what was printed, as far as a message has room for it. */
const shorten = (text: string): string => text.trim().split('\n').at(-1)?.slice(0, 200) ?? ''

const seenBy = (tool: string, aim: Aim, output: ProbeOutput): Seen | undefined => {
  switch (aim.kind) {
    case 'connection': {
      const verdict = aim.protocol === 'UDP' ? readDatagram(tool, output) : readConnection(tool, output)
      return verdict === undefined ? undefined : { kind: 'connection', verdict }
    }
    case 'request':
      return readRequestOutput(tool, output)
    case 'name':
      return readLookup(tool, output, aim.type)
  }
}

/** What `writeProbe` of the same aim printed. */
export const readProbe = (aim: Aim, output: ProbeOutput): ReadProbe => {
  const first = TOOL_LINE.exec(output.stdout)
  const tool = first?.groups?.['tool'] ?? 'none'
  if (first === null || tool === 'none') return { unobserved: 'no-tool', detail: shorten(output.stderr) }
  const rest = { ...output, stdout: output.stdout.slice(first[0].length) }
  const seen = seenBy(tool, aim, rest)
  if (seen !== undefined) return { seen, tool }
  if (tool === 'nc-datagram') return { unobserved: 'no-reply', detail: '' }
  return { unobserved: 'unreadable', detail: `${tool}: ${shorten(`${rest.stdout}\n${rest.stderr}`)}` }
}
