import { connectAll } from '../../../src/network/matrix.ts'
import type { Protocol } from '../../../src/network/model.ts'
import { analyse } from '../../environments/analysed.ts'
import { MATRIX_FORMATS } from '../../reports/matrix.ts'
import type { Cli } from '../cli.ts'
import { chooseFormat, styleOf } from '../formats.ts'

export interface MatrixOptions {
  readonly file?: readonly string[]
  readonly format: string
  readonly port?: number
  readonly protocol?: Protocol
  readonly namespace?: readonly string[]
}

const DEFAULT_PORT = 80
/** Namespaces of Kubernetes itself: asked for by name, or left out. */
const OWN = new Set(['kube-system', 'kube-public', 'kube-node-lease'])

/** `grade matrix`: who reaches whom on one port. */
export async function matrix(cli: Cli, options: MatrixOptions): Promise<number> {
  const render = chooseFormat(options.format, MATRIX_FORMATS)
  const { snapshot } = await analyse(cli, options.file ?? [])
  const { port = DEFAULT_PORT, protocol = 'TCP', namespace } = options
  const all = snapshot.objects.flatMap(({ kind, metadata }) => (kind === 'Namespace' ? [metadata.name ?? ''] : []))
  const namespaces = namespace ?? all.filter((name) => !OWN.has(name))
  const result = connectAll(snapshot, { port, protocol, namespaces })
  cli.out(render(result, { style: styleOf(cli), language: cli.language }))
  return 0
}
