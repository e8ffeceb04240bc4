/** Turns what the author wrote into what a reader is asked, keys included. */
import { assumeAll } from '../../grading/ends/read-assume.ts'
import type { Snapshot } from '../../network/model.ts'
import { createSeededRandom } from '../../cluster/virtual.ts'
import { UnknownEnd } from './ask-model.ts'
import { letterOf } from './letters.ts'
import { poseTrace, poseWhoConnects, type Posed } from './pose-trace.ts'
import type { PosedOption, PosedQuestion, Question, Traced, WhoConnectsQuestion, WrittenOption } from './question.ts'

/** FNV-1a: the same shuffle for the same question, on every machine. */
const hashOf = (text: string): number =>
  Array.from(text).reduce((hash, letter) => Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0, 0x811c9dc5)

/** A fixed order of so many things that is not the given one. */
const shuffled = (count: number, seed: string): readonly number[] => {
  const random = createSeededRandom(hashOf(seed))
  const order = Array.from({ length: count }, (_, index) => index)
  for (let index = count - 1; index > 0; index -= 1) {
    const other = random.below(index + 1)
    const [here, there] = [order[index] ?? 0, order[other] ?? 0]
    order[index] = there
    order[other] = here
  }
  return order.every((value, index) => value === index) ? order.reverse() : order
}

type Asked = Posed & { readonly whys?: readonly WrittenOption[] }

const askedOf = (question: Question, snapshot: Snapshot | undefined): Asked => {
  const plain = { accept: [], walk: [] }
  switch (question.kind) {
    case 'choice':
    case 'multi-choice': {
      const { kind, prompt, options } = question
      return { ...plain, form: kind === 'choice' ? 'one' : 'many', prompt, options, whys: options }
    }
    case 'order':
      return {
        ...plain,
        form: 'order',
        prompt: question.prompt,
        options: question.items.map((text) => ({ text, correct: true })),
      }
    case 'short-answer':
      if ('ask' in question) return poseTrace(stateFor(question, snapshot), question)
      return { ...plain, form: 'text', prompt: question.prompt, options: [], accept: question.accept }
    case 'trace':
      return poseTrace(stateFor(question, snapshot), question)
    case 'who-connects':
      return poseWhoConnects(stateFor(question, snapshot), question)
  }
}

const stateFor = ({ state, assume }: Traced | WhoConnectsQuestion, snapshot: Snapshot | undefined): Snapshot => {
  if (snapshot === undefined) throw new UnknownEnd(`${state} is no state of this section`)
  return assumeAll(snapshot, assume)
}

/** Throws UnknownEnd where a question asks for what its state does not have. */
export const poseQuestion = (question: Question, snapshot: Snapshot | undefined): PosedQuestion => {
  const { id, why, kind } = question
  const asked = askedOf(question, snapshot)
  const count = asked.options.length
  // Computed options have an order of their own; an author's tends to begin with what is right.
  const isMixed = question.kind === 'choice' || question.kind === 'multi-choice' || asked.form === 'order'
  const order = isMixed ? shuffled(count, id) : Array.from({ length: count }, (_, index) => index)
  const options = order.map((original, shown): PosedOption => {
    const reason = asked.whys?.[original]?.why
    return {
      id: letterOf(shown),
      text: asked.options[original]?.text ?? { en: '', ko: '' },
      ...(reason === undefined ? {} : { why: reason }),
    }
  })
  const key =
    asked.form === 'order'
      ? Array.from({ length: count }, (_, index) => letterOf(order.indexOf(index)))
      : asked.form === 'text'
        ? asked.accept
        : options.flatMap(({ id: letter }, shown) => (asked.options[order[shown] ?? -1]?.correct === true ? [letter] : []))
  return {
    id,
    kind,
    form: asked.form,
    prompt: asked.prompt,
    options,
    key,
    why,
    walk: asked.walk,
    ...('state' in question ? { state: question.state } : {}),
  }
}
