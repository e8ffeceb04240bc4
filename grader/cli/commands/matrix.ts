import { isClusterNetworkPolicy, isNetworkPolicy, isPod } from '../../../src/kubernetes/guards.ts'
import { connectOnPorts, type Matrix, type MatrixPort } from '../../../src/network/matrix.ts'
import { namedPorts } from '../../../src/network/named-ports.ts'
import type { Protocol, Snapshot } from '../../../src/network/model.ts'
import { analyse, OWN_NAMESPACES } from '../../environments/analysed.ts'
import type { ToldObservation } from '../../../src/grading/observation/tell.ts'
import { workloadNames } from '../../../src/grading/ends/workloads.ts'
import { inChunks, MATRIX_FORMATS } from '../../reports/matrix/formats.ts'
import { createReport } from '../../reports/matrix/units.ts'
import { rangesOf, type RangeOptions } from '../program/add-ranges.ts'
import type { Cli } from '../../terminal/cli.ts'
import { placeOf, type PlaceOptions } from '../../environments/place.ts'
import { chooseFormat, styleOf } from '../formats.ts'
import { nearest } from '../../../src/kubernetes/nearest.ts'
import { imageOf, requireObservable, type ObserveOptions } from '../../environments/live/observe/options.ts'
import { Problem } from '../../terminal/problem.ts'

export interface MatrixOptions extends RangeOptions, PlaceOptions, ObserveOptions {
  readonly file?: readonly string[]
  readonly format: string
  readonly port?: readonly number[]
  readonly protocol?: readonly Protocol[]
  readonly namespace?: readonly string[]
  readonly expand?: boolean
}

const DEFAULT_PORT = { port: 80, protocol: 'TCP' } as const

/** `grade matrix`: who reaches whom, port by port. 1 where something was observed that the model does not say, else 0. */
export async function matrix(cli: Cli, options: MatrixOptions): Promise<number> {
  const render = chooseFormat(options.format, MATRIX_FORMATS)
  requireObservable(options, options)
  const {
    snapshot,
    namespaces: all,
    warnings,
  } = await analyse(cli, options.file ?? [], {
    ranges: rangesOf(options),
    ...placeOf(options),
    ...(options.namespace === undefined ? {} : { asked: options.namespace }),
  })
  const namespaces = options.namespace ?? all.filter((name) => !OWN_NAMESPACES.has(name))
  const matrices = connectOnPorts(snapshot, { ports: portsOf(snapshot, namespaces, options), namespaces })
  if (matrices.every(({ pods }) => pods.length === 0)) throw nobodyIn(namespaces, all, options)
  const workloads = workloadNames(snapshot)
  const report = createReport(matrices, { workloads, isExpanded: options.expand === true })
  const onNodes = onNodesIn(snapshot, namespaces, workloads)
  const observed = options.observe === true ? await observe(cli, { snapshot, matrices }, options) : undefined
  const told = {
    style: styleOf(cli),
    language: cli.language,
    warnings,
    onNodes,
    ...(observed === undefined ? {} : { observed }),
  }
  for (const chunk of inChunks(render(report, told))) cli.out(chunk)
  return observed?.some(({ agrees }) => agrees === false) === true ? 1 : 0
}

const observe = async (
  cli: Cli,
  asked: { readonly snapshot: Snapshot; readonly matrices: readonly Matrix[] },
  options: MatrixOptions,
): Promise<readonly ToldObservation[]> => {
  const { observeMatrix } = await import('../../environments/live/observe/observe-matrix.ts')
  return observeMatrix(cli, asked, { ...placeOf(options), ...imageOf(options) })
}

/** Pods on the network of their node, by their workloads, where there are policies that usually do not apply to them. */
const onNodesIn = (
  { objects }: Snapshot,
  namespaces: readonly string[],
  workloads: ReadonlyMap<string, string>,
): readonly string[] => {
  if (!objects.some((object) => isNetworkPolicy(object) || isClusterNetworkPolicy(object))) return []
  const names = objects
    .filter((object) => isPod(object) && object.spec?.hostNetwork === true)
    .filter(({ metadata: { namespace = 'default' } }) => namespaces.includes(namespace))
    .map(({ metadata: { namespace = 'default', name = '' } }) => `${namespace}/${name}`)
  return [...new Set(names.map((name) => workloads.get(name) ?? name))]
}

/** An empty table would look like an answer. */
const nobodyIn = (namespaces: readonly string[], all: readonly string[], { file = [] }: MatrixOptions): Problem => {
  const unknown = namespaces.find((name) => !all.includes(name))
  const [meant = ''] = unknown === undefined ? [] : nearest(unknown, all)
  return new Problem('no-pods', { namespaces: namespaces.join(', '), where: file.join(', '), nearest: meant })
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
