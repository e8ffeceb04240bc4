/** Places that drawings come to: what stands below them does not move while the next one is made. */

/** Takes out what is shown; its room is kept until the place is filled again. */
export const emptyPlace = (place: HTMLElement): void => {
  const { height } = place.getBoundingClientRect()
  if (height > 0) place.style.minHeight = `${height}px`
  place.replaceChildren()
}

/** Shows what has come, in the room that it needs; with nothing to show the place is given back. */
export const fillPlace = (place: HTMLElement, shown: readonly HTMLElement[]): void => {
  place.classList.add('filled')
  place.style.minHeight = ''
  place.replaceChildren(...shown)
}
