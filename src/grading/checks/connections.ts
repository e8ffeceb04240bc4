/** What `connects` and `blocked` share: the questions, asked one by one. */
import { connect } from '../../network/connect.ts'
import { isNode } from '../../kubernetes/guards.ts'
import type { ConnectOutcome, ConnectQuestion, Destination, Snapshot } from '../../network/model.ts'
import { findClients } from './clients.ts'
import { findObject } from './find-object.ts'
import type { NetworkQuestions } from './questions.ts'
import { onlyFields, readFrom, readTo, type SpecReader } from './read-spec.ts'
import type { ConnectionSpec, ToSpec } from './specs.ts'
import type { ObjectReference } from '../../kubernetes/object.ts'

interface Asked {
  readonly question: ConnectQuestion
  readonly outcomes: readonly ConnectOutcome[]
}

export const readConnection =
  (kind: ConnectionSpec['kind']) =>
  (reader: SpecReader): ConnectionSpec | undefined => {
    onlyFields(reader, ['from', 'to'])
    const from = readFrom(reader)
    const target = readTo(reader)
    return target === undefined ? undefined : { kind, from, target }
  }

export interface Questions {
  /** What the question names and the state lacks; then nothing can be asked. */
  readonly missing?: ObjectReference
  readonly asked: readonly Asked[]
}

type Posed = NetworkQuestions<ConnectQuestion> & Pick<Questions, 'missing'>

/** What is asked, and of which state: clients that do not exist are added to a copy. */
export const poseConnections = (snapshot: Snapshot, spec: ConnectionSpec): Posed => {
  const clients = findClients(snapshot, spec.from, {
    asked: 'pod' in spec.target.to ? spec.target.to.pod : undefined,
    everyone: spec.kind === 'blocked',
  })
  const missing = clients.missing === undefined ? missingTarget(snapshot, spec.target) : podReference(clients.missing)
  if (missing !== undefined) return { missing, snapshot, questions: [] }
  const { port, protocol } = spec.target
  const to = destinationOf(snapshot, spec.target)
  return { snapshot: clients.snapshot, questions: clients.sources.map((from) => ({ from, to, port, protocol })) }
}

export const askAll = (snapshot: Snapshot, spec: ConnectionSpec): Questions => {
  const { missing, questions, snapshot: asked } = poseConnections(snapshot, spec)
  return {
    ...(missing === undefined ? {} : { missing }),
    asked: questions.map((question) => ({ question, outcomes: connect(asked, question).outcomes })),
  }
}

const podReference = ({ namespace, name }: { readonly namespace: string; readonly name: string }): ObjectReference => ({
  kind: 'Pod',
  namespace,
  name,
})

const missingTarget = (snapshot: Snapshot, { to }: ToSpec): ObjectReference | undefined => {
  const wanted = 'pod' in to ? podReference(to.pod) : 'service' in to ? { kind: 'Service', ...to.service } : undefined
  return wanted === undefined || findObject(snapshot, wanted) !== undefined ? undefined : wanted
}

const destinationOf = (snapshot: Snapshot, { to }: ToSpec): Destination =>
  'node' in to && to.node === 'any' ? { node: snapshot.objects.find(isNode)?.metadata.name ?? '' } : to
