/** Making elements. Text is always text: nothing that a reader wrote becomes HTML. */

type Child = Node | string

/** An element with attributes and children. */
export const make = (
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElement => {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...children)
  return element
}

/** Text with `code` and **strong** in it, as the course's words have them. */
export const inline = (text: string): DocumentFragment => {
  const fragment = document.createDocumentFragment()
  for (const part of text.split(/(`[^`]+`|\*\*[^*]+\*\*)/u)) {
    if (part.startsWith('`')) fragment.append(make('code', {}, part.slice(1, -1)))
    else if (part.startsWith('**')) fragment.append(make('strong', {}, part.slice(2, -2)))
    else if (part !== '') fragment.append(part)
  }
  return fragment
}
