/** What a copy of namespaces cannot have as the original has it: told, because it may decide. */
import type { ObjectReference } from '../../../kubernetes/object.ts'
import { nameReference } from '../../checks/find-object.ts'
import { ko } from '../../korean.ts'
import { words, type Words } from '../../words.ts'

/** What is left out of a copy, or is otherwise there. */
export type NoteKind =
  | 'kind'
  | 'node'
  | 'storage'
  | 'account'
  | 'host-port'
  | 'node-port'
  | 'load-balancer'
  | 'external-address'
  | 'address'
  | 'mention'
  | 'host-name'
  | 'any-host'
  | 'certificate'
  | 'cluster-wide'

export interface Note {
  readonly kind: NoteKind
  readonly object: ObjectReference
  /** The value that is concerned; empty where there is none. */
  readonly value: string
}

type Tell = (name: string, value: string) => Words

const say =
  (en: (name: string, value: string) => string, korean: (name: string, value: string) => string): Tell =>
  (name, value) =>
    words(en(name, value), korean(name, value))

const TELL: Readonly<Record<NoteKind, Tell>> = {
  kind: say(
    (name) => `${name} is not copied: copies of its kind would run, or claim, what is not theirs`,
    (name) => `${name}: 복사하지 않음. 복사본이 원본의 일을 다시 실행하거나 원본의 것을 차지할 수 있음`,
  ),
  node: say(
    (name) => `${name} is not copied: it stands on the network or the processes of its node`,
    (name) => `${name}: 노드의 네트워크나 프로세스를 그대로 쓰므로 복사하지 않음`,
  ),
  storage: say(
    (name, value) => `${name} is not copied: its volume or variable ${value} is not`,
    (name, value) => ko(`${name}: 볼륨이나 환경 변수 ${value}을(를) 복사할 수 없어 복사하지 않음`),
  ),
  account: say(
    (name, value) => `${name} runs without its ServiceAccount ${value}`,
    (name, value) => `${name}: ServiceAccount ${value} 없이 실행`,
  ),
  'host-port': say(
    (name, value) => `${name} has no port ${value} of its node`,
    (name, value) => `${name}: 노드의 ${value} 포트 없이 실행`,
  ),
  'node-port': say(
    (name, value) => `${name} has another node port in place of ${value}`,
    (name, value) => `${name}: 노드 포트 ${value} 대신 다른 번호`,
  ),
  'load-balancer': say(
    (name) => `${name} is of type NodePort: no load balancer is asked for`,
    (name) => `${name}: 로드 밸런서를 요청하지 않고 NodePort로 만듦`,
  ),
  'external-address': say(
    (name, value) => `${name} does not take ${value}`,
    (name, value) => ko(`${name}: ${value}을(를) 쓰지 않음`),
  ),
  address: say(
    (name, value) => `${name} names ${value}, an address of the original`,
    (name, value) => ko(`${name}: 원본의 주소 ${value}을(를) 가리킴`),
  ),
  mention: say(
    (name, value) => `${name} mentions ${value}, a name of the original`,
    (name, value) => ko(`${name}: 원본의 이름 ${value}이(가) 적혀 있음`),
  ),
  'host-name': say(
    (name, value) => `${name} is asked for ${value} by another host name`,
    (name, value) => `${name}: ${value} 대신 다른 호스트 이름으로 물음`,
  ),
  'any-host': say(
    (name) => `${name} answers for the hosts that are asked for, not for every host`,
    (name) => `${name}: 모든 호스트가 아니라 묻는 호스트에만 응답`,
  ),
  certificate: say(
    (name) => `${name} has no TLS`,
    (name) => `${name}: TLS 없음`,
  ),
  'cluster-wide': say(
    (name) => `${name} is the cluster's own and is shared with the copy`,
    (name) => `${name}: 클러스터 전체의 것이라 복사본과 함께 씀`,
  ),
}

export const tellNote = ({ kind, object, value }: Note): Words => TELL[kind](nameReference(object), value)

/** Each once, in their order. */
export const distinctNotes = (notes: readonly Note[]): readonly Note[] =>
  notes.filter((note, index) => notes.findIndex((one) => JSON.stringify(one) === JSON.stringify(note)) === index)
