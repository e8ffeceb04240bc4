/** Objects added to the cluster, and taken away, without writing YAML. */
import { make } from '../dom.ts'
import type { ClientWords } from '../words.ts'
import { find } from './find.ts'
import { ADDED_KINDS, objectsIn, withObject, withoutObject, type ObjectInText } from './objects-in-text.ts'

export interface ByHandOptions {
  readonly field: HTMLTextAreaElement
  readonly words: ClientWords
  /** Told with the new text, and with what was taken away. */
  readonly change: (text: string, removed?: ObjectInText) => Promise<void>
  readonly fail: (error: unknown) => void
}

const titleOf = ({ kind, name, namespace }: ObjectInText): string =>
  `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`

/** The function says anew what there is to be removed. */
export const editByHand = ({ field, words, change, fail }: ByHandOptions): (() => void) => {
  const kinds = find('#add-kind', HTMLSelectElement)
  const list = find('#remove-object', HTMLSelectElement)
  const remove = find('.remove-object', HTMLButtonElement)
  const refresh = (): void => {
    const chosen = list.value
    const titles = objectsIn(field.value).map((object) => make('option', { value: String(object.index) }, titleOf(object)))
    list.replaceChildren(...titles)
    if (titles.some((option) => option.getAttribute('value') === chosen)) list.value = chosen
    remove.disabled = titles.length === 0
  }
  const act = (text: string, removed?: ObjectInText): void => {
    change(text, removed).catch(fail).finally(refresh)
  }
  kinds.replaceChildren(...ADDED_KINDS.map((kind) => make('option', { value: kind }, kind)))
  find('.add-object', HTMLButtonElement).addEventListener('click', () => {
    const kind = ADDED_KINDS.find((one) => one === kinds.value)
    if (kind !== undefined) act(withObject(field.value, kind))
  })
  remove.addEventListener('click', () => {
    const object = objectsIn(field.value).find(({ index }) => String(index) === list.value)
    if (object !== undefined) act(withoutObject(field.value, object), object)
  })
  list.addEventListener('focus', refresh)
  find('.by-hand', HTMLElement).setAttribute('aria-label', words.byHand)
  return refresh
}
