import type { FileView } from '../container-files.ts'
import { ROOT, type Image } from './image.ts'
import { nginxVersion } from './versions.ts'

const MAIN = `user  nginx;
worker_processes  auto;

error_log  /var/log/nginx/error.log notice;
pid        /run/nginx.pid;

events {
    worker_connections  1024;
}

http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;

    sendfile        on;
    keepalive_timeout  65;

    include /etc/nginx/conf.d/*.conf;
}
`

const DEFAULT_SERVER = `server {
    listen       80;
    listen  [::]:80;
    server_name  localhost;

    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }

    error_page   500 502 503 504  /50x.html;
    location = /50x.html {
        root   /usr/share/nginx/html;
    }
}
`

/** The welcome page's structure, title and size (615 bytes, which logs show) are nginx's, its words are ours. */
export const WELCOME = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto; font-family: sans-serif; }
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>This page means that the web server runs. What it serves is up to
its configuration in the folder /etc/nginx.</p>

<p>Pages of your own belong into /usr/share/nginx/html, and servers of
your own into /etc/nginx/conf.d. Both may be volumes.</p>

<p>Its log tells of each request as it comes in, and of what goes
wrong. It is what <em>kubectl logs</em> shows, line by line.</p>
</body>
</html>
`

const ERROR_PAGE = `<!DOCTYPE html>
<html>
<head>
<title>Error</title>
</head>
<body>
<h1>An error occurred.</h1>
<p>The page is not available at the moment.</p>
</body>
</html>
`

const files = (): Readonly<Record<string, string>> => ({
  '/etc/nginx/nginx.conf': MAIN,
  '/etc/nginx/mime.types': 'types {\n    text/html  html htm;\n    text/plain  txt;\n}\n',
  '/etc/nginx/conf.d/default.conf': DEFAULT_SERVER,
  '/usr/share/nginx/html/index.html': WELCOME,
  '/usr/share/nginx/html/50x.html': ERROR_PAGE,
})

export const nginxImage: Image = {
  repositories: ['nginx', 'nginx-unprivileged'],
  entrypoint: ['/docker-entrypoint.sh'],
  command: ['nginx', '-g', 'daemon off;'],
  userland: 'debian',
  user: ROOT,
  commands: ['/usr/sbin/nginx', 'curl'],
  forTag: (tag) => ({ version: nginxVersion(tag), env: { NGINX_VERSION: nginxVersion(tag), PKG_RELEASE: '1' } }),
  files,
}

const { forTag: _forTag, ...withoutTags } = nginxImage

/** nginx with modules for Lua, whose directives are not known here. */
export const openrestyImage: Image = {
  ...withoutTags,
  repositories: ['openresty'],
  entrypoint: [],
  command: ['openresty', '-g', 'daemon off;'],
}

const CONFIGURATION = /^\/etc\/nginx\/(?:nginx\.conf|mime\.types|conf\.d\/.*\.conf)$/u

const SHIPPED: readonly string[] = ['80;', '8080;'].map((port) => DEFAULT_SERVER.replaceAll('80;', port))

/** Whether this is the server that the image brings. */
export const isDefaultServer = (content: string): boolean => SHIPPED.includes(content)

/** Whether nginx's configuration is the image's own, which is right. */
export const isAsShipped = (view: FileView): boolean =>
  view
    .list('/etc/nginx')
    .filter((path) => CONFIGURATION.test(path))
    .every((path) => view.read(path) === files()[path] || SHIPPED.includes(view.read(path) ?? ''))

/** Listens on 8080 as nobody in particular. */
export const unprivilegedNginxImage: Image = {
  ...nginxImage,
  repositories: ['nginx-unprivileged', 'nginxinc/nginx-unprivileged'],
  user: { uid: 101, gid: 101, name: 'nginx', group: 'nginx' },
  files: () => ({
    ...files(),
    '/etc/nginx/conf.d/default.conf': DEFAULT_SERVER.replaceAll('80;', '8080;'),
  }),
}
