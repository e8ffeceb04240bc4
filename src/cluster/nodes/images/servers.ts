/** Servers whose image starts one program and has little else. */
import { FIREWALL_COMMANDS, ROOT, type Image, type Userland } from './image.ts'

const server = (repositories: readonly string[], entrypoint: readonly string[], userland: Userland = 'none'): Image => ({
  repositories,
  entrypoint,
  command: [],
  userland,
  commands: [entrypoint[0] ?? ''],
})

const database = (repository: string, program: string): Image => ({
  repositories: [repository],
  entrypoint: ['docker-entrypoint.sh'],
  command: [program],
  userland: 'debian',
  commands: [program],
})

export const databaseImages: readonly Image[] = [
  { ...database('redis', 'redis-server'), user: ROOT, commands: ['/usr/local/bin/redis-server', '/usr/local/bin/redis-cli'] },
  {
    ...database('valkey', 'valkey-server'),
    user: ROOT,
    commands: ['valkey-server', 'valkey-cli', 'redis-cli'].map((name) => `/usr/local/bin/${name}`),
  },
  ...[database('postgres', 'postgres'), database('mysql', 'mysqld'), database('mariadb', 'mariadbd')].map((image): Image => ({
    ...image,
    user: ROOT,
  })),
  database('memcached', 'memcached'),
  database('mongo', 'mongod'),
  database('rabbitmq', 'rabbitmq-server'),
  database('elasticsearch', 'elasticsearch'),
  database('kafka', 'kafka-server-start'),
  server(['etcd'], ['etcd']),
]

export const agnhostImage: Image = {
  repositories: ['agnhost'],
  entrypoint: ['/agnhost'],
  command: ['pause'],
  userland: 'network-tools',
  user: ROOT,
  commands: ['/agnhost'],
}

/** What the tutorials of Kubernetes start before it came to be a part of agnhost. */
export const serveHostnameImage: Image = {
  ...server(['serve_hostname'], ['/serve_hostname']),
  user: ROOT,
}

/** `1.0`, `2.0`: Google's samples for updates and rollbacks. */
const helloVersion = (tag: string): Pick<Image, 'version'> => (/^\d+\.\d+$/u.test(tag) ? { version: `${tag}.0` } : {})

export const echoImages: readonly Image[] = [
  server(['http-echo'], ['/http-echo']),
  { ...server(['hello-app'], ['/hello-app']), forTag: helloVersion },
  server(['whoami'], ['/whoami']),
  server(['echo-server'], ['echo-server'], 'alpine'),
  { ...server(['echoserver'], ['echoserver'], 'debian'), forTag: (tag) => ({ version: tag }) },
  server(['nginxdemos/hello'], ['nginx-hello'], 'alpine'),
  server(['hello-kubernetes'], ['hello-kubernetes'], 'alpine'),
  server(['httpbin'], ['httpbin'], 'debian'),
  server(['podinfo'], ['podinfo'], 'alpine'),
  server(['jmalloc/echo-server'], ['jmalloc-echo'], 'alpine'),
  server(['http-https-echo'], ['http-https-echo'], 'alpine'),
]

export const proxyImages: readonly Image[] = [
  server(['traefik'], ['traefik'], 'alpine'),
  server(['haproxy'], ['haproxy'], 'debian'),
  server(['prometheus'], ['prometheus'], 'busybox'),
  server(['grafana'], ['grafana'], 'alpine'),
]

export const systemImages: readonly Image[] = [
  server(['coredns'], ['/coredns']),
  server(['ingress-nginx/controller', 'nginx-ingress-controller'], ['/nginx-ingress-controller'], 'alpine'),
  { ...server(['kube-proxy'], ['kube-proxy']), commands: ['kube-proxy', ...FIREWALL_COMMANDS] },
  ...['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map((name) => server([name], [name])),
  { ...server(['kindnetd'], ['kindnetd']), commands: ['kindnetd', ...FIREWALL_COMMANDS] },
  server(['local-path-provisioner'], ['local-path-provisioner']),
  server(['metrics-server'], ['metrics-server']),
]
