import { isClusterNetworkPolicy, isNetworkPolicy } from '../../../src/kubernetes/guards.ts'
import { referenceTo, type KubernetesObject } from '../../../src/kubernetes/object.ts'
import { OUT_OF_TIME } from '../../../src/network/compare/diagram.ts'
import { objectsWith } from '../../../src/network/compare/invariant/exceptions.ts'
import { checkInvariant, type InvariantAnswer } from '../../../src/network/compare/invariant/invariant.ts'
import type { Invariant } from '../../../src/network/compare/invariant/promise.ts'
import type { Protocol } from '../../../src/network/model.ts'
import { analyse } from '../../environments/analysed.ts'
import { FORBID_FORMATS, type ExceptionHere } from '../../reports/forbid.ts'
import { rangesOf, type RangeOptions } from '../program/add-ranges.ts'
import type { Cli } from '../../terminal/cli.ts'
import { chooseFormat, styleOf } from '../formats.ts'
import { startLimit } from '../limit.ts'
import { parsePods } from '../parse-pods.ts'

export interface ForbidOptions extends RangeOptions {
  readonly file?: readonly string[]
  readonly format: string
  readonly port?: number
  readonly protocol?: Protocol
  /** Seconds after which nothing is claimed. */
  readonly limit?: number
}

const EXIT_CODES: Readonly<Record<InvariantAnswer['kind'], number>> = { holds: 0, broken: 1, undecided: 3, depends: 4 }

/** Which ports the answer is about, where not all: `:53`, `:53/UDP`. */
const suffixOf = (port: number | undefined, protocol: Protocol | undefined): string =>
  `${port === undefined ? '' : `:${port}`}${protocol === undefined ? '' : `/${protocol}`}`

/**
 * `grade forbid FROM TO`: do the policies keep such Pods apart in every possible cluster? 0: yes, 1: no, 3: not decided, 4: it depends on
 * the network plugin, or would hold but for Pods or Services of the input to which policies usually do not apply.
 */
export async function forbid(cli: Cli, ends: readonly [from: string, to: string], options: ForbidOptions): Promise<number> {
  const render = chooseFormat(options.format, FORBID_FORMATS)
  const { port, protocol } = options
  const invariant = {
    from: ends[0] === 'outside' ? ('outside' as const) : parsePods(ends[0]),
    to: parsePods(ends[1]),
    ...(port === undefined ? {} : { port }),
    ...(protocol === undefined ? {} : { protocol }),
  }
  const { snapshot, findPlace, isGiven, warnings } = await analyse(cli, options.file ?? [], {
    withoutPods: true,
    ranges: rangesOf(options),
  })
  const { ipBlocksMatchPods } = snapshot.facts.cluster
  const { limits, seconds } = startLimit(options.limit)
  const policies = snapshot.objects.filter((object) => isNetworkPolicy(object) || isClusterNetworkPolicy(object))
  const answer = checkInvariant(policies, invariant, { ipBlocksMatchPods, limits })
  const isLate = answer.kind === 'undecided' && answer.reason === OUT_OF_TIME
  const given = snapshot.objects.filter((object) => isGiven(referenceTo(object)))
  const forbidden = { answer, here: exceptionsHere(answer, invariant, given) }
  cli.out(
    render(forbidden, {
      style: styleOf(cli),
      language: cli.language,
      findPlace,
      warnings,
      ends: [ends[0], `${ends[1]}${suffixOf(port, protocol)}`],
      ...(isLate ? { gaveUpAfter: seconds } : {}),
    }),
  )
  return answer.kind === 'holds' && forbidden.here.length > 0 ? EXIT_CODES.depends : EXIT_CODES[answer.kind]
}

/** What the promise does not count, and which objects of the input bring it about. */
const exceptionsHere = (
  answer: InvariantAnswer,
  invariant: Invariant,
  objects: readonly KubernetesObject[],
): readonly ExceptionHere[] => {
  if (answer.kind !== 'holds' && answer.kind !== 'depends') return []
  return answer.exceptions
    .map((exception) => ({ ...exception, objects: objectsWith(exception, invariant, objects) }))
    .filter((exception) => exception.objects.length > 0)
}
