/** What a recorded look-up asked for and got. */
import { type FieldReference, type ObjectReference, referenceTo } from '../../../kubernetes/object.ts'
import { addressesIn } from '../../checks/recorded.ts'
import type { Failure, Finding } from '../../failure.ts'
import { editOf, type Patch } from '../../repair/patch.ts'
import type { Pod } from '../../../kubernetes/generated/types.ts'
import type { Resolution } from '../../../network/model.ts'
import { indexSnapshot } from '../../../network/state.ts'
import { words, type Words } from '../../words.ts'
import type { Evidence } from '../cause.ts'
import { findPod } from '../evidence.ts'

export interface Recording {
  readonly finding: Extract<Finding, { kind: 'recorded' }>
  readonly object: ObjectReference
  readonly where: FieldReference
  /** The name that was looked up, without a dot at its end. */
  readonly name?: string
  /** It was looked up with a dot at its end, which keeps the search list away. */
  readonly isAbsolute?: boolean
  /** Addresses in the answer, the DNS server's own left out. */
  readonly addresses: readonly string[]
}

/** As nslookup of busybox and bind, dig and getent print them. */
const NAME_LINES = [/can't (?:resolve|find) '?([^'\s:]+)/u, /^Name:\s*(\S+)/mu, /^([\w.-]+)\.?\s+\d+\s+IN\s+A\s/mu]

export const recordingOf = ({ finding }: Failure): Recording | undefined => {
  if (finding.kind !== 'recorded' || finding.text === undefined) return undefined
  const { text, object, spec } = finding
  const answer = text.replace(/^Server:[\s\S]*?(?=^Name:|\n\s*\n|can't|(?![\s\S]))/mu, '')
  const name = NAME_LINES.map((pattern) => pattern.exec(answer)?.[1]).find((found) => found !== undefined)
  return {
    finding,
    object: referenceTo(object),
    where: { object: referenceTo(object), path: `data[${spec.key}]` },
    ...(name === undefined ? {} : { name: name.replace(/\.$/u, ''), isAbsolute: name.endsWith('.') }),
    addresses: addressesIn(answer),
  }
}

/** The name under which DNS knows what was to be looked up. */
export const rightName = ({ finding }: Recording): string | undefined => finding.names.at(-1)

/** Another name was looked up than the one DNS knows. */
export const askedFor = (recording: Recording, name: string, weight: Evidence['weight']): Evidence => {
  const right = rightName(recording) ?? ''
  return {
    where: recording.where,
    weight,
    facts: [words(`looked up   ${name}`, `조회한 이름   ${name}`), words(`DNS knows   ${right}`, `DNS가 아는 이름   ${right}`)],
  }
}

/** Addresses were recorded that are not those of the object that the check asks for; `now` puts into words which are. */
export const otherAddress = (
  failure: Failure,
  answers: 'pod' | 'service',
  now: (right: string, addresses: string) => Words,
): Evidence | undefined => {
  const recording = recordingOf(failure)
  if (recording === undefined) return undefined
  const { addresses, finding } = recording
  if (!(answers in finding.spec.answers) || addresses.length === 0 || finding.addresses.length === 0) return undefined
  const recorded = addresses.join(', ')
  return {
    where: recording.where,
    weight: 1,
    facts: [
      words(`recorded   ${recorded}`, `기록된 주소   ${recorded}`),
      now(rightName(recording) ?? '', finding.addresses.join(', ')),
    ],
  }
}

/** The repair: the record as a look-up of the right name prints it. */
export const recordAgain = (failure: Failure): readonly Patch[] => {
  const recording = recordingOf(failure)
  if (recording === undefined) return []
  const name = rightName(recording)
  const [address] = recording.finding.addresses
  if (name === undefined || address === undefined) return []
  return [editOf(recording.object, recording.where.path, `Name:      ${name}\nAddress 1: ${address}\n`)]
}

export interface LookUp {
  readonly name: string
  /** Absent where the client is no Pod of the state. */
  readonly client?: Pod
  readonly resolution: Resolution
  /** The name is `host.subdomain`: its second label is a Service of the client's namespace, and no namespace. */
  readonly isBelowService: boolean
}

/** A look-up that a check made or a connection needed, and that led to no address or to the wrong one. */
export const failedLookUp = (failure: Failure): LookUp | undefined => {
  const { finding, snapshot, walk } = failure
  const resolution =
    finding.kind === 'name'
      ? finding.resolution
      : walk?.hops.flatMap((hop) => (hop.kind === 'resolve' && hop.stops ? [hop.resolution] : []))[0]
  if (resolution === undefined) return undefined
  const { from, name } = resolution.question
  const client = 'pod' in from ? findPod(snapshot, from.pod) : undefined
  const [, second = '', ...rest] = name.split('.')
  const { namespaces, services } = indexSnapshot(snapshot)
  const own = client?.metadata.namespace ?? 'default'
  const isBelowService = rest.length === 0 && !namespaces.has(second) && services.has(`${own}/${second}`)
  return { name, resolution, isBelowService, ...(client === undefined ? {} : { client }) }
}

/** The labels of a cluster name before `svc`: `[web, shop]`, `[host, subdomain, namespace]`. */
export const serviceLabels = ({ name, client, isBelowService }: LookUp): readonly string[] => {
  const labels = name.replace(/\.$/u, '').split('.')
  const at = labels.indexOf('svc')
  const own = at < 0 ? labels : labels.slice(0, at)
  return own.length === 1 || isBelowService ? [...own, client?.metadata.namespace ?? 'default'] : own
}
