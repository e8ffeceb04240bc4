/** Images that bring tools, and wait for somebody to use them. */
import { ROOT, type Image } from './image.ts'

export const busyboxImage: Image = {
  repositories: ['busybox'],
  entrypoint: [],
  command: ['sh'],
  userland: 'busybox',
  user: ROOT,
}

export const alpineImage: Image = {
  repositories: ['alpine'],
  entrypoint: [],
  command: ['/bin/sh'],
  userland: 'alpine',
  user: ROOT,
}

export const curlImage: Image = {
  repositories: ['curl', 'curlimages/curl'],
  entrypoint: ['/entrypoint.sh'],
  command: ['curl'],
  userland: 'alpine',
  user: { uid: 100, gid: 101, name: 'curl_user', group: 'curl_group', byName: true },
  commands: ['curl'],
}

const shell = (repository: string, command: string): Image => ({
  repositories: [repository],
  entrypoint: [],
  command: [command],
  userland: 'debian',
  user: ROOT,
})

export const distributionImages: readonly Image[] = [
  shell('ubuntu', '/bin/bash'),
  shell('debian', 'bash'),
  shell('fedora', '/bin/bash'),
  shell('bash', 'bash'),
]

const networkTools = (repository: string): Image => ({
  repositories: [repository],
  entrypoint: [],
  command: ['bash'],
  userland: 'network-tools',
  user: ROOT,
})

export const networkToolImages: readonly Image[] = [
  networkTools('netshoot'),
  { ...networkTools('network-multitool'), command: ['multitool-nginx'], commands: ['multitool-nginx'] },
  { ...networkTools('jessie-dnsutils'), command: ['sleep', 'infinity'] },
  { ...networkTools('dnsutils'), command: ['sleep', 'infinity'] },
]

export const pauseImage: Image = { repositories: ['pause'], entrypoint: ['/pause'], command: [], userland: 'none' }
