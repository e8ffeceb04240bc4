/** Web servers and language runtimes. */
import { ROOT, type Image } from './image.ts'
import { apacheVersion } from './versions.ts'

export const httpdImage: Image = {
  repositories: ['httpd'],
  entrypoint: [],
  command: ['httpd-foreground'],
  userland: 'debian',
  user: ROOT,
  commands: ['/usr/local/apache2/bin/httpd', '/usr/local/bin/httpd-foreground', '/usr/local/apache2/bin/apachectl'],
  env: {
    PATH: '/usr/local/apache2/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HTTPD_PREFIX: '/usr/local/apache2',
  },
  workingDirectory: '/usr/local/apache2',
  forTag: (tag) => ({ version: apacheVersion(tag), env: { HTTPD_VERSION: apacheVersion(tag) } }),
  files: () => ({
    '/usr/local/apache2/conf/httpd.conf':
      'ServerRoot "/usr/local/apache2"\nListen 80\nUser www-data\nGroup www-data\nDocumentRoot "/usr/local/apache2/htdocs"\n',
    '/usr/local/apache2/htdocs/index.html': '<html><body><h1>It works!</h1></body></html>\n',
  }),
}

const runtime = (repository: string, command: string, commands: readonly string[]): Image => ({
  repositories: [repository],
  entrypoint: [],
  command: [command],
  userland: 'debian',
  user: ROOT,
  commands: [...[command, ...commands].map((name) => `/usr/local/bin/${name}`), 'curl', 'wget'],
})

export const runtimeImages: readonly Image[] = [
  runtime('python', 'python3', ['python', 'pip']),
  runtime('node', 'node', ['npm']),
  runtime('ruby', 'ruby', []),
  runtime('php', 'php', []),
  {
    ...runtime('golang', 'bash', []),
    commands: ['/usr/local/go/bin/go', 'curl', 'wget'],
    env: { PATH: '/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', GOPATH: '/go' },
  },
  runtime('perl', 'perl', []),
]

export const tomcatImage: Image = {
  repositories: ['tomcat'],
  entrypoint: [],
  command: ['catalina.sh', 'run'],
  userland: 'debian',
  user: ROOT,
  commands: ['catalina.sh', 'java'],
}
