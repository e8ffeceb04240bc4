/** The catalogue of images, in the order in which they are looked for. */
import { editDistance } from '../../../kubernetes/nearest.ts'
import { isOfficial, parseImage } from '../../../kubernetes/image-reference.ts'
import { nginxImage, openrestyImage, unprivilegedNginxImage } from './nginx.ts'
import { agnhostImage, databaseImages, echoImages, proxyImages, serveHostnameImage, systemImages } from './servers.ts'
import { alpineImage, busyboxImage, curlImage, distributionImages, networkToolImages, pauseImage } from './tools.ts'
import { httpdImage, runtimeImages, tomcatImage } from './web.ts'
import type { Image } from './image.ts'

/** More specific names first. */
const IMAGES: readonly Image[] = [
  ...systemImages,
  ...echoImages.filter(({ repositories }) => repositories.some((name) => name.includes('/'))),
  ...echoImages,
  unprivilegedNginxImage,
  nginxImage,
  openrestyImage,
  busyboxImage,
  httpdImage,
  curlImage,
  alpineImage,
  agnhostImage,
  serveHostnameImage,
  pauseImage,
  ...networkToolImages,
  ...distributionImages,
  ...databaseImages,
  ...runtimeImages,
  ...proxyImages,
  tomcatImage,
]

const fits = (repository: string, name: string): boolean => repository === name || repository.endsWith(`/${name}`)

const tagged = (image: Image, tag: string): Image => {
  const told = image.forTag?.(tag)
  return told === undefined ? image : { ...image, ...told, env: { ...image.env, ...told.env } }
}

/** The variant that a tag such as `1.27-alpine3.20` names: on Alpine Linux the tools are busybox's, and the C library is musl. */
const variantOf = (image: Image, tag: string): Image =>
  image.userland === 'debian' && /(?:^|-)alpine/u.test(tag) ? { ...image, userland: 'alpine' } : image

/** The image behind a name such as `docker.io/library/nginx:latest`; undefined where it is not in the catalogue. */
export function findImage(image: string): Image | undefined {
  const reference = parseImage(image)
  if (reference === undefined) return undefined
  const found = IMAGES.find(({ repositories }) => repositories.some((name) => fits(reference.repository, name)))
  return found === undefined ? undefined : tagged(variantOf(found, reference.tag), reference.tag)
}

const OFFICIAL = IMAGES.flatMap(({ repositories }) => repositories.filter((name) => !name.includes('/')))

/**
 * The official image that was probably meant by a name one letter off it, such as `ngnix`: `nginx`, with its tag kept.
 * Undefined for names of the catalogue, names of other registries and owners, and names that are like none.
 */
export function misspeltImage(image: string): string | undefined {
  const reference = parseImage(image)
  if (reference === undefined || !isOfficial(reference) || findImage(image) !== undefined) return undefined
  const name = reference.repository.replace(/^library\//u, '')
  const meant = OFFICIAL.find((official) => official.length > 3 && editDistance(name, official) === 1)
  const at = image.lastIndexOf(name)
  return meant === undefined ? undefined : `${image.slice(0, at)}${meant}${image.slice(at + name.length)}`
}
