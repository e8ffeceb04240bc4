/** Asks a real cluster what the model was asked: each question from where its client stands, some at a time, until nothing changes. */
import type { Exec } from '@kubernetes/client-node'
import { aimOf, type Aim } from '../../../../src/grading/observation/aim.ts'
import { fits, samplesFor } from '../../../../src/grading/observation/compare.ts'
import { ingressAddress } from '../../../../src/grading/observation/ingress-address.ts'
import type { Observation, Seen, UnobservedReason } from '../../../../src/grading/observation/observation.ts'
import { readProbe } from '../../../../src/grading/observation/read-output.ts'
import { writeProbe } from '../../../../src/grading/observation/script.ts'
import { isNode } from '../../../../src/kubernetes/guards.ts'
import { answerShortly } from '../../../../src/network/depends-on.ts'
import { addressesOfNode } from '../../../../src/network/state.ts'
import type { Asked, ModelQuestion } from '../../../../src/network/switches.ts'
import { requireAnswer, type LiveClient } from '../client.ts'
import { openExec } from '../open-exec.ts'
import { runInContainer } from '../run-in-container.ts'
import { observeFromHere } from './outside.ts'
import { createPlaces, isPlace, type Place, type Places } from './places.ts'

export interface ObserveOptions {
  readonly client: LiveClient
  readonly image: string
  /** Where Pods stand that ask as nodes do. */
  readonly namespace: string
  /** Names what is made; letters and digits. */
  readonly run: string
  /** Ends everything: what was made is removed, and what is not observed by then stays so. */
  readonly signal: AbortSignal
  /** Where what is asked about stands under another name: in a copy. */
  readonly elsewhere?: Elsewhere
}

/** Questions keep their names; what is done for them is done there. */
export interface Elsewhere {
  readonly aim: (aim: Aim) => Aim
  readonly namespace: (name: string) => string
}

const TOGETHER = 8
const MAX_QUESTIONS = 600
const MAX_MS = 240_000
const PROBE_MS = 20_000
/** Rules take a moment; what does not fit the model's answer is asked again before it is believed. */
const ROUND_PAUSES_MS = [0, 1_000, 2_000, 3_000]

/** In the order of the questions; their snapshots hold the clients that were only thought of, too. */
export async function observeAll(questions: readonly Asked[], options: ObserveOptions): Promise<readonly Observation[]> {
  const exec = openExec(options.client.config)
  const namespaceOf = options.elsewhere?.namespace ?? ((name: string) => name)
  const places = createPlaces({ ...options, exec, namespaceOf })
  const until = Date.now() + MAX_MS
  const isOver = (): boolean => options.signal.aborted || Date.now() > until
  const observations: Observation[] = []
  const left = questions.map((question, index) => ({ question, index }))
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const { question, index } = next
      const isBeyond = index >= MAX_QUESTIONS || isOver()
      observations[index] = isBeyond
        ? unobserved(question.asked, 'out-of-bounds')
        : await new Probe(question, { ...options, exec, places, isOver }).observe()
    }
  }
  options.signal.addEventListener('abort', () => void places.cleanUp().catch(() => undefined), { once: true })
  try {
    await Promise.all(Array.from({ length: TOGETHER }, work))
    return observations
  } finally {
    await places.cleanUp()
  }
}

const unobserved = (asked: ModelQuestion, reason: UnobservedReason, detail = ''): Observation => ({
  asked,
  samples: [],
  attempts: 0,
  changed: false,
  unobserved: { reason, detail },
})

interface Probing extends ObserveOptions {
  readonly exec: Exec
  readonly places: Places
  readonly isOver: () => boolean
}

type Answer =
  | { readonly seen: Seen; readonly tool?: string; readonly place: Place | 'here' }
  | { readonly reason: UnobservedReason; readonly detail: string }

/** One question, asked until its answer stays. */
class Probe {
  readonly #asked: Asked
  readonly #probing: Probing

  constructor(asked: Asked, probing: Probing) {
    this.#asked = asked
    this.#probing = probing
  }

  async observe(): Promise<Observation> {
    const { asked, snapshot } = this.#asked
    const named = this.#aim()
    const aim = named === undefined ? undefined : (this.#probing.elsewhere?.aim(named) ?? named)
    if (aim === undefined) return unobserved(asked, 'no-address')
    const predicted = answerShortly({ snapshot, asked })
    const wanted = samplesFor(predicted)
    const rounds: (readonly Seen[])[] = []
    let attempts = 0
    let last: Extract<Answer, { seen: Seen }> | undefined
    for (const pauseMs of ROUND_PAUSES_MS) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      if (this.#probing.isOver()) break
      const samples: Seen[] = []
      while (samples.length < wanted) {
        const answer = await this.#ask(aim)
        attempts += 1
        if ('reason' in answer) return unobserved(asked, answer.reason, answer.detail)
        last = answer
        samples.push(answer.seen)
      }
      rounds.push(samples)
      if (samples.every((seen) => fits(predicted, seen))) break
    }
    return this.#told(rounds, attempts, last)
  }

  #told(
    rounds: readonly (readonly Seen[])[],
    attempts: number,
    last: Extract<Answer, { seen: Seen }> | undefined,
  ): Observation {
    const { asked } = this.#asked
    const samples = rounds.at(-1)
    if (samples === undefined || last === undefined) return unobserved(asked, 'out-of-bounds')
    const { place, tool } = last
    return {
      asked,
      samples,
      attempts,
      changed: rounds.some((round) => textOf(round) !== textOf(samples)),
      place: place === 'here' ? { kind: 'here' } : { kind: place.kind, pod: place.pod },
      ...(tool === undefined ? {} : { tool }),
    }
  }

  /** Requests through an Ingress go to its controller, whatever the host's name leads to. */
  #aim(): Aim | undefined {
    const { asked, snapshot } = this.#asked
    const isThroughIngress = asked.kind === 'request' && asked.question.connectTo !== undefined
    if (!isThroughIngress) return aimOf(snapshot, asked)
    const address = ingressAddress(snapshot, asked.question)
    return address === undefined ? undefined : aimOf(snapshot, asked, address)
  }

  async #ask(aim: Aim): Promise<Answer> {
    const { asked, snapshot } = this.#asked
    const { places, namespace } = this.#probing
    const { from } = asked.question
    if ('outside' in from) return this.#askFromHere(aim)
    const place = await places.of({ from, snapshot, namespace })
    if (!isPlace(place)) return { reason: 'no-place', detail: place.detail }
    const answer = await this.#askIn(place, aim)
    if ('seen' in answer || place.kind !== 'own-pod' || answer.reason === 'no-reply') return answer
    const beside = await places.beside(place)
    return isPlace(beside) ? this.#askIn(beside, aim) : answer
  }

  async #askIn(place: Place, aim: Aim): Promise<Answer> {
    const command = ['sh', '-c', writeProbe(aim)]
    const startedMs = Date.now()
    const output = await runInContainer(this.#probing.exec, { ...place, command, timeoutMs: PROBE_MS })
    // The server may be gone: that says nothing about the network that was asked about.
    if (output === undefined) await requireAnswer(this.#probing.client)
    if (output === undefined)
      return { reason: 'unreadable', detail: `${place.pod.namespace}/${place.pod.name} ${place.container}` }
    const read = readProbe(aim, { ...output, elapsedMs: Date.now() - startedMs })
    return 'seen' in read ? { ...read, place } : { reason: read.unobserved, detail: read.detail }
  }

  async #askFromHere(aim: Aim): Promise<Answer> {
    const nodes = this.#asked.snapshot.objects.filter(isNode).flatMap(addressesOfNode)
    const found = await observeFromHere(aim, nodes)
    return 'seen' in found ? { seen: found.seen, place: 'here' } : { reason: found.unobserved, detail: '' }
  }
}

/** Bodies may hold the time, and headers do: what counts is what the model speaks of. */
const textOf = (round: readonly Seen[]): string =>
  round
    .map((seen) =>
      seen.kind === 'name'
        ? [seen.outcome, ...seen.found.toSorted()].join(' ')
        : `${seen.verdict} ${seen.kind === 'request' ? (seen.response?.status ?? '') : ''}`,
    )
    .sort()
    .join('\n')
