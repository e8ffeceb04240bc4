import { connectDuringChange } from '../../../src/network/change.ts'
import { connect } from '../../../src/network/connect.ts'
import { dependsOn } from '../../../src/network/depends-on.ts'
import type { DnsType, Protocol, ResolverLibrary, Snapshot, Source, Verdict, Walk } from '../../../src/network/model.ts'
import { expandWalk } from '../../../src/network/path/expand-walk.ts'
import { request } from '../../../src/network/request.ts'
import { resolve } from '../../../src/network/resolve.ts'
import { isGoodAnswer, summarizeOutcomes } from '../../../src/network/summarize.ts'
import { spellAssumable } from '../../../src/network/switch-values.ts'
import { assume, type Asked, type ModelQuestion } from '../../../src/network/switches.ts'
import type { Seen } from '../../../src/grading/observation/observation.ts'
import type { ToldObservation } from '../../../src/grading/observation/tell.ts'
import { analyse } from '../../environments/analysed.ts'
import { TRACE_FORMATS } from '../../reports/trace-formats.ts'
import { succeeds, type Traced } from '../../reports/trace.ts'
import { rangesOf, type RangeOptions } from '../program/add-ranges.ts'
import type { Cli } from '../../terminal/cli.ts'
import { placeOf, type PlaceOptions } from '../../environments/place.ts'
import { chooseFormat, styleOf } from '../formats.ts'
import { traceMessages } from '../../terminal/messages/trace.ts'
import { findSource, findTarget } from '../find-ends.ts'
import { familyFor, type NamedTarget, type Target } from '../../../src/grading/ends/read-ends.ts'
import { parseSource, parseTarget } from '../parse-ends.ts'
import { imageOf, requireObservable, type ObserveOptions } from '../../environments/live/observe/options.ts'
import { Problem } from '../../terminal/problem.ts'

export interface TraceOptions extends RangeOptions, PlaceOptions, ObserveOptions {
  readonly file?: readonly string[]
  readonly format: string
  readonly protocol?: Protocol
  readonly detail?: boolean
  readonly type?: DnsType
  readonly library?: ResolverLibrary
  readonly assume?: readonly string[]
  readonly before?: readonly string[]
}

/** `grade trace FROM TO`: walks one connection, request or look-up. 0: it succeeds, 1: it does not, or not always. */
export async function trace(cli: Cli, ends: readonly [from: string, to: string], options: TraceOptions): Promise<number> {
  parseSource(ends[0])
  const target = parseTarget(ends[1])
  checkOptions(cli, target, options)
  requireObservable(options, options)
  const render = chooseFormat(options.format, TRACE_FORMATS)
  const analysed = await analyse(cli, options.file ?? [], { ranges: rangesOf(options), ...placeOf(options) })
  const snapshot = assumeAll(cli, analysed.snapshot, options.assume ?? [])
  const before =
    options.before === undefined ? undefined : (await analyse(cli, options.before, { ranges: rangesOf(options) })).snapshot
  const objects = [...snapshot.objects, ...(before?.objects ?? [])]
  const from = findSource(objects, parseSource(ends[0], familyFor(snapshot, target)))
  const asked = questionOf({ from, target: findTarget(objects, target), options })
  const traced = ask(snapshot, asked, {
    detail: options.detail === true,
    ...(before === undefined ? {} : { before: assumeAll(cli, before, options.assume ?? []) }),
  })
  const observed = options.observe === true ? await observeOne(cli, { snapshot, asked }, options) : undefined
  const style = styleOf(cli)
  const told = observed === undefined ? traced : { ...traced, observed: observed.told }
  cli.out(render(told, { style, language: cli.language, findPlace: analysed.findPlace, warnings: analysed.warnings }))
  return (observed?.succeeds ?? succeeds(traced)) ? 0 : 1
}

interface ObservedOne {
  readonly told: ToldObservation
  /** Undefined where nothing was seen. */
  readonly succeeds: boolean | undefined
}

/** The same question, asked in the cluster. */
const observeOne = async (cli: Cli, question: Asked, options: TraceOptions): Promise<ObservedOne> => {
  const [{ observeTold }, { tellObservation }] = await Promise.all([
    import('../../environments/live/observe/observe-told.ts'),
    import('../../../src/grading/observation/tell.ts'),
  ])
  const { from } = question.asked.question
  const namespace = 'pod' in from ? from.pod.namespace : 'default'
  const observed = await observeTold(cli, [question], { ...placeOf(options), namespace, ...imageOf(options) })
  const [comparison] = observed.comparisons
  if (comparison === undefined) throw new Error('a question without an observation')
  const { samples } = comparison.observation
  return {
    told: tellObservation({ snapshot: question.snapshot, surroundings: observed.surroundings }, comparison, cli.language),
    succeeds: samples.length === 0 ? undefined : samples.every(isGoodSight),
  }
}

const isGoodSight = (seen: Seen): boolean =>
  seen.kind === 'name'
    ? seen.found.length > 0
    : isGoodAnswer({
        verdict: seen.verdict,
        ...(seen.kind === 'request' && seen.response !== undefined ? { status: seen.response.status } : {}),
      })

interface Given {
  readonly from: Source
  readonly target: Target
  readonly options: TraceOptions
}

/** Some options are for some targets only. */
const checkOptions = (cli: Cli, target: NamedTarget, { type, before }: TraceOptions): void => {
  const words = traceMessages(cli.language)
  if (type !== undefined && target.kind !== 'name') throw new Problem('option-argument', { reason: words.typeNeedsName })
  if (before !== undefined && target.kind !== 'connection')
    throw new Problem('option-argument', { reason: words.beforeNeedsConnection })
}

const questionOf = ({ from, target, options }: Given): ModelQuestion => {
  const { protocol = 'TCP', type, library } = options
  const common = { from, ...(library === undefined ? {} : { library }) }
  switch (target.kind) {
    case 'connection':
      return { kind: 'connection', question: { ...common, to: target.to, port: target.port, protocol } }
    case 'request': {
      const connectTo = 'outside' in from ? { connectTo: 'ingress' as const } : {}
      return { kind: 'request', question: { ...common, url: target.url, ...connectTo } }
    }
    case 'name':
      return { kind: 'name', question: { ...common, name: target.name, ...(type === undefined ? {} : { type }) } }
  }
}

/** The cluster as `--assume` describes it. */
const assumeAll = (cli: Cli, snapshot: Snapshot, assumptions: readonly string[]): Snapshot =>
  assumptions.reduce((state, text) => {
    const [name = '', value = ''] = text.split('=', 2)
    const assumed = assume(state, name, value)
    if (assumed !== undefined) return assumed
    const reason = traceMessages(cli.language).unknownAssumption(text, spellAssumable().join(', '))
    throw new Problem('option-argument', { reason })
  }, snapshot)

interface Wanted {
  readonly detail: boolean
  readonly before?: Snapshot
}

const ask = (snapshot: Snapshot, asked: ModelQuestion, { detail, before }: Wanted): Traced => {
  const dependences = dependsOn(snapshot, asked)
  const { from } = asked.question
  const expand = (outcomes: readonly { readonly walk: Walk; readonly verdict: Verdict }[]): Pick<Traced, 'details'> =>
    detail ? { details: outcomes.map(({ walk, verdict }) => expandWalk(snapshot, { from, walk, verdict })) } : {}
  switch (asked.kind) {
    case 'connection': {
      const answer = connect(snapshot, asked.question)
      return {
        kind: 'connection',
        answer,
        summary: summarizeOutcomes(answer.outcomes),
        dependsOn: dependences,
        ...expand(answer.outcomes),
        ...(before === undefined ? {} : { change: connectDuringChange(before, snapshot, asked.question) }),
      }
    }
    case 'request': {
      const answer = request(snapshot, asked.question)
      const summary = summarizeOutcomes(answer.outcomes)
      return { kind: 'request', answer, summary, dependsOn: dependences, ...expand(answer.outcomes) }
    }
    case 'name': {
      const answer = resolve(snapshot, asked.question)
      return { kind: 'name', answer, dependsOn: dependences, ...(detail ? { inFull: true } : {}) }
    }
  }
}
