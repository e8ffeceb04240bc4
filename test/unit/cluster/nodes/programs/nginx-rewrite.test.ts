/** Conditions, variables and maps of nginx: each answer was seen from nginx 1.22 with this configuration. */
import { beforeAll, expect, test } from 'vitest'
import { openLab, pod, service, tool, type Lab } from '../support/lab.ts'

const CONF = `map $http_x_kind $kind { default plain; gold 1st; "~^si(?<rest>.*)" "silver-$rest"; ~*BRONZE bronze; "" none; }
map $host $site { hostnames; default other; .example.com all; *.shop.example.com shop; www.* www; api.example.com api; }
map "$request_method:$kind" $both { "GET:plain" yes; default no; }
server {
  listen 80;
  set $where server;
  if ($request_method = POST) { return 405; }
  if ($http_user_agent ~* "(bot)/(\\d)") { set $bot "$1 v$2"; }
  if ($arg_gone) { return 410 "gone\\n"; }
  rewrite ^/early/(.*)$ /set?from=$1;
  location /kind { return 200 "$kind $both\\n"; }
  location /site { return 200 "$site\\n"; }
  location /set { set $where "$where location"; return 200 "$where [$bot] $args\\n"; }
  location /if {
    set $a 0;
    if ($http_a) { set $a 1; }
    if ($a != 1) { return 403 "no\\n"; }
    if ($args !~ ^x=) { rewrite ^/if/(.*)$ /to/$1? permanent; }
    if ($args ~ ^x=(.*)$) { set $b $1; }
    return 200 "b=$b\\n";
  }
  location /add { add_header X-A outer; if ($arg_in) { add_header X-A inner; } return 200 "add\\n"; }
  location /addif { add_header X-A outer; if ($arg_in) { add_header X-B inner; return 200 "in\\n"; } return 200 "out\\n"; }
  location /loop { rewrite ^ /loop last; }
  location /stay { rewrite ^/stay(.*)$ /set$1 break; return 200 "here $uri\\n"; }
  location /on { rewrite ^/on/(.*)$ /mid/$1; rewrite ^/mid/(.*)$ /set?m=$1; }
  location /q { rewrite ^/q/(.*)$ /set?a=1; }
  location /noq { rewrite ^/noq/(.*)$ /set?; }
  location /ext { rewrite ^/ext/(.*)$ http://other.example/$1; }
  location /red { rewrite ^/red/(.*)$ /x/$1 redirect; }
  location /br { break; rewrite ^ /set; return 200 no; }
  location /file { root /srv; if (-f $request_filename) { return 200 "file\\n"; } if (-d $request_filename) { return 200 "dir\\n"; } if (!-e $request_filename) { return 200 "none\\n"; } }
  location /cookie { if ($cookie_id ~ ^(?<who>\\w+)-) { return 200 "$who\\n"; } return 200 "nobody\\n"; }
  location /zero { if ($arg_n) { return 200 "yes\\n"; } return 200 "no\\n"; }
  location ~ ^/re/(\\d+)$ { set $n $1; if ($uri ~ 9) { return 200 "nine $n $1\\n"; } return 200 "n=$n $1\\n"; }
}
`

let lab: Lab
beforeAll(async () => {
  lab = await openLab(
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'conf' }, data: { 'default.conf': CONF } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'files' }, data: { a: 'a' } },
    pod(
      'web',
      {
        image: 'nginx',
        volumeMounts: [
          { name: 'conf', mountPath: '/etc/nginx/conf.d' },
          { name: 'files', mountPath: '/srv/file' },
        ],
      },
      {
        volumes: [
          { name: 'conf', configMap: { name: 'conf' } },
          { name: 'files', configMap: { name: 'files' } },
        ],
      },
    ),
    service('web', { selector: { app: 'web' }, ports: [{ port: 80 }] }),
    tool('client', 'nicolaka/netshoot'),
  )
})

test.each([
  ['http://W/kind', '200 none no'],
  ["-H 'X-Kind: gold' http://W/kind", '200 1st no'],
  ["-H 'X-Kind: GOLD' http://W/kind", '200 1st no'],
  ["-H 'X-Kind: silky' http://W/kind", '200 silver-lky no'],
  ["-H 'X-Kind: a bronze one' http://W/kind", '200 bronze no'],
  ["-H 'X-Kind: other' http://W/kind", '200 plain yes'],
  ["-H 'Host: example.com' http://W/site", '200 all'],
  ["-H 'Host: a.example.com' http://W/site", '200 all'],
  ["-H 'Host: api.example.com' http://W/site", '200 api'],
  ["-H 'Host: x.shop.example.com' http://W/site", '200 shop'],
  ["-H 'Host: www.else.org' http://W/site", '200 www'],
  ["-H 'Host: nope.org' http://W/site", '200 other'],
  ['-X POST http://W/set', '405'],
  ["-A goodBot/7 'http://W/set?k=v'", '200 server location [Bot v7] k=v'],
  ["'http://W/set?gone=1'", '410 gone'],
  ["'http://W/set?gone=0'", '200 server location [] gone=0'],
  ["'http://W/early/bird?z=1'", '200 server location [] from=bird&z=1'],
  ['http://W/if/x', '403 no'],
  ["-H 'A: 1' 'http://W/if/x?y=2'", '301 http://web/to/x'],
  ["-H 'A: 1' 'http://W/if/x?x=2'", '200 b=2'],
  ["-H 'A: 0' 'http://W/if/x?x=2'", '403 no'],
  ['http://W/loop', '500'],
  ['http://W/stay/1', '404'],
  ["'http://W/on/7?k=1'", '200 server location [] m=7&k=1'],
  ["'http://W/q/7?k=1'", '200 server location [] a=1&k=1'],
  ["'http://W/noq/7?k=1'", '200 server location []'],
  ["'http://W/ext/7?k=1'", '302 http://other.example/7?k=1'],
  ["'http://W/red/7?k=1'", '302 http://web/x/7?k=1'],
  ['http://W/br', '404'],
  ['http://W/file/a', '200 file'],
  ['http://W/file', '200 dir'],
  ['http://W/file/b', '200 none'],
  ["-H 'Cookie: x=1; id=ada-99' http://W/cookie", '200 ada'],
  ["-H 'Cookie: x=1' http://W/cookie", '200 nobody'],
  ["'http://W/zero?n=0'", '200 no'],
  ["'http://W/zero?n=00'", '200 yes'],
  ['http://W/zero', '200 no'],
  ['http://W/re/19', '200 nine 19'],
  ['http://W/re/18', '200 n=18'],
])('curl %s: %s', async (words, expected) => {
  const { stdout } = await lab.run('client', `curl -s -w '\\n%{http_code} %{redirect_url}' ${words.replace('//W', '//web')}`)
  const [first = '', ...others] = stdout.split('\n')
  const [code = '', location = ''] = (others.at(-1) ?? '').split(' ')
  const said = first.startsWith('<') ? location : first
  expect(`${code} ${said}`.trim()).toBe(expected)
})

test.each([
  ['/add', 'X-A: outer'],
  ['/add?in=1', 'X-A: inner'],
  ['/addif', 'X-A: outer'],
  ['/addif?in=1', 'X-B: inner'],
])('headers of the block that holds: %s', async (path, expected) => {
  const { stdout } = await lab.run('client', `curl -si 'http://web${path}'`)
  expect(stdout.split('\r\n').filter((line) => line.startsWith('X-'))).toEqual([expected])
})
