/** Which shell a container's `sh` is: they run the same scripts, and differ in what they take and in how they complain. */
import type { Image } from '../../images/image.ts'
import { userlandOf } from '../../userland.ts'

/** `busybox` is its ash, of Alpine too. */
export type Dialect = 'bash' | 'dash' | 'busybox'

/** Tool images are built on Alpine. */
export const dialectOf = (image: Image | undefined, isBash: boolean): Dialect =>
  isBash ? 'bash' : userlandOf(image) === 'debian' ? 'dash' : 'busybox'

/** The code that a shell ends with where a mistake is too grave to go on, and that its own commands end with. */
export const FAILED: Readonly<Record<Dialect, number>> = { bash: 1, dash: 2, busybox: 2 }
