/** The catalogue of images, in the order in which they are looked for. */
import { parseImage } from '../image-reference.ts'
import { nginxImage, unprivilegedNginxImage } from './nginx.ts'
import { agnhostImage, databaseImages, echoImages, proxyImages, systemImages } from './servers.ts'
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
  busyboxImage,
  httpdImage,
  curlImage,
  alpineImage,
  agnhostImage,
  pauseImage,
  ...networkToolImages,
  ...distributionImages,
  ...databaseImages,
  ...runtimeImages,
  ...proxyImages,
  tomcatImage,
]

const fits = (repository: string, name: string): boolean => repository === name || repository.endsWith(`/${name}`)

/** The image behind a name such as `docker.io/library/nginx:latest`; undefined where it is not in the catalogue. */
export function findImage(image: string): Image | undefined {
  const reference = parseImage(image)
  return reference === undefined
    ? undefined
    : IMAGES.find(({ repositories }) => repositories.some((name) => fits(reference.repository, name)))
}
