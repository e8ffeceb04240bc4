import { connect } from '../../../src/network/connect.ts'
import type { Protocol, Snapshot, Source } from '../../../src/network/model.ts'
import { request } from '../../../src/network/request.ts'
import { resolve } from '../../../src/network/resolve.ts'
import { analyse } from '../../environments/analysed.ts'
import { renderTrace, succeeds, type Traced } from '../../reports/trace.ts'
import type { Cli } from '../cli.ts'
import { chooseFormat, styleOf, TEXT_OR_JSON } from '../formats.ts'
import { parseSource, parseTarget, type Target } from '../parse-ends.ts'

export interface TraceOptions {
  readonly file?: readonly string[]
  readonly format: string
  readonly protocol?: Protocol
}

/** `grade trace FROM TO`: walks one connection, request or look-up. 0: it succeeds, 1: it does not, or not always. */
export async function trace(cli: Cli, ends: readonly [from: string, to: string], options: TraceOptions): Promise<number> {
  const from = parseSource(ends[0])
  const target = parseTarget(ends[1])
  const print = chooseFormat(options.format, TEXT_OR_JSON)
  const { snapshot, findPlace } = await analyse(cli, options.file ?? [])
  const traced = ask(snapshot, { from, target, protocol: options.protocol ?? 'TCP' })
  cli.out(print(traced, () => renderTrace(traced, { style: styleOf(cli), language: cli.language, findPlace })))
  return succeeds(traced) ? 0 : 1
}

interface Question {
  readonly from: Source
  readonly target: Target
  readonly protocol: Protocol
}

const ask = (snapshot: Snapshot, { from, target, protocol }: Question): Traced => {
  switch (target.kind) {
    case 'connection':
      return { kind: 'connection', answer: connect(snapshot, { from, to: target.to, port: target.port, protocol }) }
    case 'request':
      return {
        kind: 'request',
        answer: request(snapshot, { from, url: target.url, ...('outside' in from ? { connectTo: 'ingress' as const } : {}) }),
      }
    case 'name':
      return { kind: 'name', answer: resolve(snapshot, { from, name: target.name }) }
  }
}
