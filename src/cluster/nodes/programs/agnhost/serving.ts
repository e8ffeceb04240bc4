/** Servers as agnhost starts them: Go programs that listen on all addresses. */
import type { Answer, Call } from '../../conversation.ts'
import type { Serving } from '../../served-ports.ts'
import { tcp, type ProgramListener } from '../program.ts'

export type Routes = NonNullable<ProgramListener['http']>

export type Converse = (call: Call) => Answer

interface Behaviour {
  readonly output?: string
  readonly converse?: Converse
  readonly respond?: Serving['respond']
}

export const serving = (
  listeners: readonly ProgramListener[],
  { output = '', converse, respond }: Behaviour = {},
): Serving => ({
  kind: 'serves',
  listeners,
  output,
  ...(converse === undefined ? {} : { converse }),
  ...(respond === undefined ? {} : { respond }),
  bindFailure: ({ port }) => `listen tcp :${port}: bind: address already in use\n`,
})

export const web = (port: number, http: Routes): ProgramListener => tcp('agnhost', port, { address: '::', http })

export const udp = (port: number): ProgramListener => tcp('agnhost', port, { address: '::', protocol: 'UDP' })

export const PLAIN_TEXT = { 'content-type': 'text/plain; charset=utf-8' }

/** Go's log lines begin with it: `2026/11/25 17:21:54`. */
export const goTime = (atMs: number): string => new Date(atMs).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ')
