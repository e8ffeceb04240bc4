/** Observing for a command: permissions first, progress on standard error, and nothing left behind where somebody interrupts. */
import type { Surroundings } from '../../../../src/grading/causes/reality/reality-cause.ts'
import { compareWith, type Comparison } from '../../../../src/grading/observation/compare.ts'
import type { Observation } from '../../../../src/grading/observation/observation.ts'
import { isJsonObject, isList } from '../../../../src/kubernetes/json.ts'
import { indexSnapshot, keyOf } from '../../../../src/network/state.ts'
import type { Cli } from '../../../terminal/cli.ts'
import { observeMessages } from '../../../terminal/messages/observe.ts'
import type { PlaceOptions } from '../../place.ts'
import { contextOf } from '../../kind/context.ts'
import { openContext, type LiveClient } from '../client.ts'
import { interruptibly } from '../interruptibly.ts'
import { distinctNeeds, requirePermissions, type Need } from '../permissions.ts'
import type { Asked } from '../../../../src/network/switches.ts'
import { observeAll } from './observe.ts'

/** Of BusyBox, which is small and has a shell, nc, wget and nslookup. */
const DEFAULT_IMAGE = 'busybox:1.36'

export interface ObserveTold extends PlaceOptions {
  /** Where Pods stand that ask as nodes do. */
  readonly namespace: string
  readonly image?: string
}

export interface Observed {
  /** In the order of the questions. */
  readonly comparisons: readonly Comparison[]
  readonly surroundings: Surroundings
}

export async function observeTold(cli: Cli, questions: readonly Asked[], options: ObserveTold): Promise<Observed> {
  const client = openContext(await contextOf(cli.paths, options.on, options.context))
  await requirePermissions(client, needsOf(questions, options.namespace), 'observe-not-permitted')
  const apiGroups = await listGroups(client)
  const words = observeMessages(cli.language)
  if (questions.length > 0) cli.err(words.asking(questions.length))
  const image = probeImage(cli, options.image)
  const run = Date.now().toString(36)
  const observations = await interruptibly(client, (signal) =>
    observeAll(questions, { client, image, namespace: options.namespace, run, signal }),
  )
  const attached = observations.flatMap(({ place }) =>
    place?.kind === 'ephemeral-container' && place.pod !== undefined ? [keyOf(place.pod.namespace, place.pod.name)] : [],
  )
  if (attached.length > 0) cli.err(words.attached([...new Set(attached)]))
  return {
    comparisons: compareAll(questions, observations),
    surroundings: { apiGroups, kubectl: client.typed.kubectl, atMs: Date.now() },
  }
}

/** Each question's answers side by side. */
export const compareAll = (questions: readonly Asked[], observations: readonly Observation[]): readonly Comparison[] =>
  observations.map((observation, index) => {
    const snapshot = questions[index]?.snapshot
    if (snapshot === undefined) throw new Error(`an observation of no question: ${index}`)
    return compareWith(snapshot, observation)
  })

/** What probes of our own are made of, unless another image is named. */
export const probeImage = (cli: Pick<Cli, 'environment'>, image: string | undefined): string =>
  image ?? cli.environment['NETGRADE_PROBE_IMAGE'] ?? DEFAULT_IMAGE

/** What the questions need: a program in each client's Pod, or a Pod of our own where there is no such client. */
const needsOf = (questions: readonly Asked[], namespace: string): readonly Need[] => {
  const needs = questions.flatMap(({ asked, snapshot }): readonly Need[] => {
    const { from } = asked.question
    if ('outside' in from) return []
    const pod = 'pod' in from ? indexSnapshot(snapshot).pods.get(keyOf(from.pod.namespace, from.pod.name)) : undefined
    const where = 'pod' in from ? from.pod.namespace : namespace
    const exec = { verb: 'create', resource: 'pods/exec', namespace: where } as const
    const making = ['pods', 'configmaps'].flatMap((resource) =>
      (['create', 'delete'] as const).map((verb) => ({ verb, resource, namespace: where })),
    )
    return pod?.metadata.uid === undefined ? [exec, ...making] : [exec]
  })
  return distinctNeeds(needs)
}

/** Groups that the API server serves; who may not list them is told of no policies of other kinds. */
export const listGroups = async (client: LiveClient): Promise<readonly string[]> => {
  const { body } = await client.ask('GET', '/apis')
  const groups = isJsonObject(body) && isList(body['groups']) ? body['groups'] : []
  return groups.flatMap((group) => (isJsonObject(group) && typeof group['name'] === 'string' ? [group['name']] : []))
}
