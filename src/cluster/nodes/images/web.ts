/** Web servers and language runtimes. */
import { ROOT, type Image } from './image.ts'

export const httpdImage: Image = {
  repositories: ['httpd'],
  entrypoint: [],
  command: ['httpd-foreground'],
  userland: 'debian',
  user: ROOT,
  commands: ['httpd', 'httpd-foreground', 'apachectl'],
  env: { HTTPD_PREFIX: '/usr/local/apache2', HTTPD_VERSION: '2.4.62' },
  workingDirectory: '/usr/local/apache2',
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
  commands: [command, 'curl', 'wget', ...commands],
})

export const runtimeImages: readonly Image[] = [
  runtime('python', 'python3', ['python', 'pip']),
  runtime('node', 'node', ['npm']),
  runtime('ruby', 'ruby', []),
  runtime('php', 'php', []),
  runtime('golang', 'bash', ['go']),
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
