/** Texts that are right where a question about a connection or a request is answered by writing one. */
import { isPod } from '../../kubernetes/guards.ts'
import type { NamespacedName, Snapshot } from '../../network/model.ts'
import { addressesOfPod } from '../../network/state.ts'
import { UnknownEnd, type Way } from './ask-model.ts'
import type { Ask, Traced } from './question.ts'

/** What is asked of connections and requests; other texts are asked of names. */
const WAY_TEXTS = ['status', 'path', 'destination', 'source-namespace', 'answering', 'share'] as const satisfies readonly Ask[]

export type WayText = (typeof WAY_TEXTS)[number]

export const isWayText = (ask: Ask): ask is WayText => WAY_TEXTS.some((text) => text === ask)

const NUMBERS = [
  ['none', '없음'],
  ['one', '하나', '한 개'],
  ['two', '둘', '두 개'],
  ['three', '셋', '세 개'],
  ['four', '넷', '네 개'],
  ['five', '다섯', '다섯 개'],
  ['six', '여섯', '여섯 개'],
] as const

const countTexts = (count: number): readonly string[] => [`${count}`, `${count}개`, `${count} 개`, ...(NUMBERS[count] ?? [])]

/** `33.3`, and rounded; with and without the sign or the word. */
const percentTexts = (share: number): readonly string[] => {
  const figures = new Set([1, 10].map((tenths) => String(Math.round(share * 100 * tenths) / tenths)))
  const fraction = Math.round(1 / share)
  const isFraction = Math.abs(1 / share - fraction) < 1e-9
  return [
    ...[...figures].flatMap((figure) => ['', '%', ' %', ' percent', '퍼센트', ' 퍼센트'].map((unit) => figure + unit)),
    ...(isFraction ? [`1/${fraction}`] : []),
    ...(isFraction && fraction === 2 ? ['half', '절반'] : []),
  ]
}

const isSame = (one: NamespacedName, other: NamespacedName | undefined): boolean =>
  one.namespace === other?.namespace && one.name === other.name

const shareOf = (pod: NamespacedName, ways: readonly Way[]): number =>
  ways.filter((way) => isSame(pod, way.answeredBy)).reduce((sum, { probability }) => sum + probability, 0)

const namespacesOf = ({ objects }: Snapshot, address: string): readonly string[] =>
  objects.flatMap((object) =>
    isPod(object) && addressesOfPod(object).includes(address) ? [object.metadata.namespace ?? 'default'] : [],
  )

type AskedText = Traced & { readonly ask: WayText }

const found = (snapshot: Snapshot, { ask, pod }: AskedText, ways: readonly Way[]): readonly string[] => {
  switch (ask) {
    case 'status':
      return ways.flatMap(({ status }) => (status === undefined ? [] : [String(status)]))
    case 'path':
      return ways.flatMap(({ path }) => path ?? [])
    case 'destination':
      return ways.flatMap(({ destination }) => destination ?? [])
    case 'source-namespace':
      return ways.flatMap(({ sourceSeen }) => (sourceSeen === undefined ? [] : namespacesOf(snapshot, sourceSeen)))
    case 'answering': {
      const pods = ways.flatMap(({ answeredBy }) =>
        answeredBy === undefined ? [] : [`${answeredBy.namespace}/${answeredBy.name}`],
      )
      return countTexts(new Set(pods).size)
    }
    case 'share': {
      const share = pod === undefined ? 0 : shareOf(pod, ways)
      return share === 0 ? [] : percentTexts(share)
    }
  }
}

/** Throws UnknownEnd where nothing could be written. */
export const textsOf = (snapshot: Snapshot, question: AskedText, ways: readonly Way[]): readonly string[] => {
  const texts = [...new Set(found(snapshot, question, ways))]
  if (texts.length === 0) throw new UnknownEnd(`nothing comes back in this state that tells the ${question.ask}`)
  return texts
}
