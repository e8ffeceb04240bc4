import { isNetworkPolicy } from '../../../src/kubernetes/guards.ts'
import { checkInvariant, type InvariantAnswer } from '../../../src/network/compare/invariant.ts'
import type { Protocol } from '../../../src/network/model.ts'
import { analyse } from '../../environments/analysed.ts'
import { renderInvariant } from '../../reports/compare.ts'
import type { Cli } from '../cli.ts'
import { chooseFormat, styleOf, TEXT_OR_JSON } from '../formats.ts'
import { parsePods } from '../parse-pods.ts'

export interface ForbidOptions {
  readonly file?: readonly string[]
  readonly format: string
  readonly port?: number
  readonly protocol?: Protocol
}

const EXIT_CODES: Readonly<Record<InvariantAnswer['kind'], number>> = { holds: 0, broken: 1, undecided: 3 }

/** `grade forbid FROM TO`: do the policies keep such Pods apart in every possible cluster? 0: yes, 1: no, 3: not decided. */
export async function forbid(cli: Cli, ends: readonly [from: string, to: string], options: ForbidOptions): Promise<number> {
  const print = chooseFormat(options.format, TEXT_OR_JSON)
  const { port, protocol } = options
  const invariant = {
    from: ends[0] === 'outside' ? ('outside' as const) : parsePods(ends[0]),
    to: parsePods(ends[1]),
    ...(port === undefined ? {} : { port }),
    ...(protocol === undefined ? {} : { protocol }),
  }
  const { snapshot, findPlace } = await analyse(cli, options.file ?? [])
  const { ipBlocksMatchPods } = snapshot.facts.cluster
  const answer = checkInvariant(snapshot.objects.filter(isNetworkPolicy), invariant, { ipBlocksMatchPods })
  cli.out(print(answer, () => renderInvariant(answer, { style: styleOf(cli), language: cli.language, findPlace, ends })))
  return EXIT_CODES[answer.kind]
}
