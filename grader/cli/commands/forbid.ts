import { isClusterNetworkPolicy, isNetworkPolicy } from '../../../src/kubernetes/guards.ts'
import { OUT_OF_TIME } from '../../../src/network/compare/diagram.ts'
import { checkInvariant, type InvariantAnswer } from '../../../src/network/compare/invariant.ts'
import type { Protocol } from '../../../src/network/model.ts'
import { analyse } from '../../environments/analysed.ts'
import { FORBID_FORMATS } from '../../reports/forbid.ts'
import { rangesOf, type RangeOptions } from '../add-ranges.ts'
import type { Cli } from '../cli.ts'
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

const EXIT_CODES: Readonly<Record<InvariantAnswer['kind'], number>> = { holds: 0, broken: 1, undecided: 3 }

/** Which ports the answer is about, where not all: `:53`, `:53/UDP`. */
const suffixOf = (port: number | undefined, protocol: Protocol | undefined): string =>
  `${port === undefined ? '' : `:${port}`}${protocol === undefined ? '' : `/${protocol}`}`

/** `grade forbid FROM TO`: do the policies keep such Pods apart in every possible cluster? 0: yes, 1: no, 3: not decided. */
export async function forbid(cli: Cli, ends: readonly [from: string, to: string], options: ForbidOptions): Promise<number> {
  const render = chooseFormat(options.format, FORBID_FORMATS)
  const { port, protocol } = options
  const invariant = {
    from: ends[0] === 'outside' ? ('outside' as const) : parsePods(ends[0]),
    to: parsePods(ends[1]),
    ...(port === undefined ? {} : { port }),
    ...(protocol === undefined ? {} : { protocol }),
  }
  const { snapshot, findPlace } = await analyse(cli, options.file ?? [], { withoutPods: true, ranges: rangesOf(options) })
  const { ipBlocksMatchPods } = snapshot.facts.cluster
  const { limits, seconds } = startLimit(options.limit)
  const policies = snapshot.objects.filter((object) => isNetworkPolicy(object) || isClusterNetworkPolicy(object))
  const answer = checkInvariant(policies, invariant, { ipBlocksMatchPods, limits })
  const isLate = answer.kind === 'undecided' && answer.reason === OUT_OF_TIME
  cli.out(
    render(answer, {
      style: styleOf(cli),
      language: cli.language,
      findPlace,
      ends: [ends[0], `${ends[1]}${suffixOf(port, protocol)}`],
      ...(isLate ? { gaveUpAfter: seconds } : {}),
    }),
  )
  return EXIT_CODES[answer.kind]
}
