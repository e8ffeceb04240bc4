import { repositoryOf, type Image } from './image.ts'
import { httpdImage, nginxImage } from './web-servers.ts'

const single = (names: readonly string[], command: readonly string[], tools: Image['tools'] = 'none'): Image => ({
  names,
  command,
  tools,
})

const IMAGES: readonly Image[] = [
  nginxImage,
  httpdImage,
  { names: ['busybox'], command: ['sh'], tools: 'busybox' },
  { names: ['alpine'], command: ['/bin/sh'], tools: 'alpine' },
  { names: ['curl', 'curl-images'], entrypoint: ['/entrypoint.sh'], command: ['curl'], tools: 'alpine', extraTools: ['curl'] },
  { names: ['netshoot'], command: ['bash'], tools: 'alpine', extraTools: ['curl', 'dig', 'host'] },
  {
    names: ['dnsutils', 'jessie-dnsutils'],
    command: ['sleep', 'infinity'],
    tools: 'debian',
    extraTools: ['dig', 'host', 'nslookup'],
  },
  { names: ['debian', 'ubuntu'], command: ['bash'], tools: 'debian' },
  { names: ['agnhost'], entrypoint: ['/agnhost'], command: ['pause'], tools: 'alpine', extraTools: ['curl', 'dig'] },
  { names: ['http-echo'], entrypoint: ['/http-echo'], tools: 'none' },
  { names: ['whoami'], entrypoint: ['/whoami'], tools: 'none' },
  single(['hello-app', 'google-samples'], ['hello-app']),
  single(['redis', 'valkey'], ['redis-server'], 'debian'),
  single(['postgres'], ['postgres'], 'debian'),
  single(['mysql', 'mariadb'], ['mysqld'], 'debian'),
  single(['mongo'], ['mongod'], 'debian'),
  single(['memcached'], ['memcached'], 'debian'),
  single(['rabbitmq'], ['rabbitmq-server'], 'debian'),
  single(['python'], ['python3'], 'debian'),
  single(['node', 'golang', 'openjdk', 'ruby'], ['sh'], 'debian'),
  single(['pause'], ['pause']),
  single(['coredns'], ['coredns']),
  { names: ['controller'], command: ['nginx-ingress-controller'], tools: 'alpine' },
  single(['kindnetd', 'kube-proxy'], ['pause']),
]

const byName = new Map(IMAGES.flatMap((image) => image.names.map((name) => [name, image] as const)))

/** The image of a reference, or undefined where the catalogue has none of that name. */
export const findImage = (reference: string): Image | undefined => byName.get(repositoryOf(reference))
