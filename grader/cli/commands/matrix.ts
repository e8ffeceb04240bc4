import { connectOnPorts, type MatrixPort } from '../../../src/network/matrix.ts'
import { namedPorts } from '../../../src/network/named-ports.ts'
import type { Protocol, Snapshot } from '../../../src/network/model.ts'
import { analyse } from '../../environments/analysed.ts'
import { inChunks, MATRIX_FORMATS } from '../../reports/matrix/formats.ts'
import { createReport, workloadNames } from '../../reports/matrix/units.ts'
import { rangesOf, type RangeOptions } from '../add-ranges.ts'
import type { Cli } from '../cli.ts'
import { chooseFormat, styleOf } from '../formats.ts'

export interface MatrixOptions extends RangeOptions {
  readonly file?: readonly string[]
  readonly format: string
  readonly port?: readonly number[]
  readonly protocol?: readonly Protocol[]
  readonly namespace?: readonly string[]
  readonly expand?: boolean
}

const DEFAULT_PORT = { port: 80, protocol: 'TCP' } as const
/** Namespaces of Kubernetes itself: asked for by name, or left out. */
const OWN = new Set(['kube-system', 'kube-public', 'kube-node-lease'])

/** `grade matrix`: who reaches whom, port by port. */
export async function matrix(cli: Cli, options: MatrixOptions): Promise<number> {
  const render = chooseFormat(options.format, MATRIX_FORMATS)
  const { snapshot, namespaces: all } = await analyse(cli, options.file ?? [], { ranges: rangesOf(options) })
  const namespaces = options.namespace ?? all.filter((name) => !OWN.has(name))
  const matrices = connectOnPorts(snapshot, { ports: portsOf(snapshot, namespaces, options), namespaces })
  const report = createReport(matrices, { workloads: workloadNames(snapshot), isExpanded: options.expand === true })
  for (const chunk of inChunks(render(report, { style: styleOf(cli), language: cli.language }))) cli.out(chunk)
  return 0
}

const portsOf = (
  snapshot: Snapshot,
  namespaces: readonly string[],
  { port, protocol }: MatrixOptions,
): readonly MatrixPort[] => {
  if (port !== undefined)
    return port.flatMap((number) => (protocol ?? ['TCP' as const]).map((each) => ({ port: number, protocol: each })))
  const named = namedPorts(snapshot, namespaces).filter((each) => protocol?.includes(each.protocol) !== false)
  return named.length === 0 ? [DEFAULT_PORT] : named
}
