/** TLS as curl and wget see it. Words are those of curl 8.14 with OpenSSL and of wget with GnuTLS, seen against servers with such certificates. */
import { beforeAll, describe, expect, test } from 'vitest'
import { caConfigMap, makeCertificate, tlsSecret, type Made } from '../../support/certificates.ts'
import { openLabWith, pod, service, tool, type Lab } from '../../support/lab.ts'

const ADVICE = `More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the webpage mentioned above.
`

const CA = '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt'

const conf = `server {
  listen 443 ssl;
  server_name web.example.com;
  ssl_certificate /etc/tls/tls.crt;
  ssl_certificate_key /etc/tls/tls.key;
  location / { return 200 "$scheme $host\\n"; }
  location /go { return 301 /there; }
}
server {
  listen 443 ssl;
  server_name old.example.com;
  ssl_certificate /etc/old/tls.crt;
  ssl_certificate_key /etc/old/tls.key;
  return 200 old;
}
`

const web = (): object =>
  pod(
    'web',
    {
      image: 'nginx',
      volumeMounts: [
        { name: 'conf', mountPath: '/etc/nginx/conf.d' },
        { name: 'tls', mountPath: '/etc/tls' },
        { name: 'old', mountPath: '/etc/old' },
      ],
    },
    {
      volumes: [
        { name: 'conf', configMap: { name: 'conf' } },
        { name: 'tls', secret: { secretName: 'web' } },
        { name: 'old', secret: { secretName: 'old' } },
      ],
    },
  )

/** Like the client of an exercise: with the authority's certificate in a volume. */
const client = (name: string, image: string): object =>
  pod(
    name,
    { image, command: ['sleep', '1000000'], volumeMounts: [{ name: 'ca', mountPath: '/ca' }] },
    { volumes: [{ name: 'ca', configMap: { name: 'my-ca' } }] },
  )

const ingress = (host: string, secretName?: string): object => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: host },
  spec: {
    ingressClassName: 'nginx',
    ...(secretName === undefined ? {} : { tls: [{ hosts: [host], secretName }] }),
    rules: [
      {
        host,
        http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'plain', port: { number: 80 } } } }] },
      },
    ],
  },
})

/** Everything that has a name goes to `plain`. */
const gateway = [
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name: 'eg' },
    spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
  },
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'gw' },
    spec: {
      gatewayClassName: 'eg',
      listeners: [{ name: 'https', port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'shop' }] } }],
    },
  },
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'plain' },
    spec: { parentRefs: [{ name: 'gw' }], rules: [{ backendRefs: [{ name: 'plain', port: 80 }] }] },
  },
]

let lab: Lab
let authority: Made

const certificates = async (): Promise<Record<'web' | 'old' | 'shop' | 'other', Made> & { readonly ca: Made }> => {
  const ca = await makeCertificate({ subject: 'CN=my-ca', isAuthority: true, kind: 'RSA' })
  const [own, old, shop, other] = await Promise.all([
    makeCertificate({ subject: 'CN=web.example.com', dns: ['web.example.com'] }, ca),
    makeCertificate({ subject: 'CN=old.example.com', notAfter: '2026-11-01' }, ca),
    makeCertificate({ subject: 'CN=shop.example.com', dns: ['shop.example.com'] }, ca),
    makeCertificate({ subject: 'CN=elsewhere', dns: ['elsewhere'] }, ca),
  ])
  return { ca, web: own, old, shop, other }
}

beforeAll(async () => {
  authority = await makeCertificate({ subject: 'CN=netgrade-ca', isAuthority: true })
  const made = await certificates()
  lab = await openLabWith(
    { certificateAuthority: authority.certificate },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'conf' }, data: { 'default.conf': conf } },
    caConfigMap('my-ca', made.ca),
    ...(['web', 'old', 'shop', 'other'] as const).map((name) => tlsSecret(name, made[name])),
    web(),
    service('web', { clusterIP: '10.96.0.50', selector: { app: 'web' }, ports: [{ port: 443 }] }),
    pod('plain', { image: 'nginx' }),
    service('plain', { selector: { app: 'plain' }, ports: [{ port: 80 }] }),
    ingress('shop.example.com', 'shop'),
    ingress('bare.example.com'),
    ingress('wrong.example.com', 'other'),
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ingress-nginx' } },
    client('shoot', 'nicolaka/netshoot'),
    client('python', 'python:3.13'),
    client('alpine', 'alpine'),
    tool('box'),
    tool('trusting', 'nicolaka/netshoot'),
    pod('told', { image: 'nicolaka/netshoot', command: ['sleep', '1000000'], env: [{ name: 'CURL_CA_BUNDLE', value: CA }] }),
    ...gateway,
  )
})

const run = (words: string, name = 'shoot') => lab.run(name, words)

describe('the API server', () => {
  test.each([
    'kubernetes',
    'kubernetes.default',
    'kubernetes.default.svc',
    'kubernetes.default.svc.cluster.local',
    '10.96.0.1',
  ])('is trusted as %s with the authority of the service account', async (host) => {
    expect(await run(`curl -sS --cacert ${CA} https://${host}/version`)).toMatchObject({ code: 0, stderr: '' })
  })

  test('is not without it, unless with -k', async () => {
    expect(await run('curl -sS https://kubernetes.default/version')).toMatchObject({
      code: 60,
      stdout: '',
      stderr: `curl: (60) SSL certificate problem: unable to get local issuer certificate\n${ADVICE}`,
    })
    expect(await run('curl -s https://kubernetes.default/version')).toMatchObject({ code: 60, stdout: '', stderr: '' })
    const { code, stdout } = await run('curl -sk https://kubernetes.default/version')
    expect([code, stdout]).toEqual([0, expect.stringContaining('"major"')])
    expect((await run("curl -s -o /dev/null -w '%{http_code} %{ssl_verify_result}' https://kubernetes/")).stdout).toBe('000 20')
  })

  test('is somebody else by another name', async () => {
    expect(await run(`curl -sS --cacert ${CA} --resolve api.example.com:443:10.96.0.1 https://api.example.com/`)).toMatchObject(
      {
        code: 60,
        stderr: `curl: (60) SSL: no alternative certificate subject name matches target host name 'api.example.com'\n${ADVICE}`,
      },
    )
    expect((await run(`curl -sS --cacert ${CA} --connect-to ::10.96.0.1: https://10.96.0.9/`)).stderr).toContain(
      "matches target ipv4 address '10.96.0.9'",
    )
  })

  test.each([
    ['/nosuch', 77],
    ['/ca', 77],
  ])('--cacert %s', async (file, code) => {
    expect(await run(`curl -sS --cacert ${file} https://kubernetes/version`)).toMatchObject({
      code,
      stderr: `curl: (77) error adding trust anchors from file: ${file}\n`,
    })
    expect(await run(`curl -sSk --cacert ${file} https://kubernetes/version`)).toMatchObject({ code: 0, stderr: '' })
  })

  test('a kubelet shows what nobody trusts', async () => {
    expect((await run(`curl -sS --cacert ${CA} https://172.18.0.2:10250/`)).stderr).toContain(
      'self-signed certificate in certificate chain',
    )
  })

  test('what a container trusts by itself', async () => {
    await run(`mkdir -p /etc/ssl/certs; cat ${CA} >> /etc/ssl/certs/ca-certificates.crt`, 'trusting')
    expect(await run('curl -sS https://kubernetes/version', 'trusting')).toMatchObject({ code: 0 })
    expect(await run('curl -sS https://web/', 'trusting')).toMatchObject({ code: 60 })
    expect(await run('curl -sS https://kubernetes/version', 'told')).toMatchObject({ code: 0 })
  })
})

describe('a client’s own certificate', () => {
  test.each([
    [
      '--cert /nosuch',
      'could not load PEM client certificate from /nosuch, OpenSSL error error:80000002:system library::No such file or directory, (no key found, wrong pass phrase, or wrong file format?)',
    ],
    [
      '--cert /tmp/text',
      'could not load PEM client certificate from /tmp/text, OpenSSL error error:0480006C:PEM routines::no start line, (no key found, wrong pass phrase, or wrong file format?)',
    ],
    [`--cert ${CA}`, `unable to set private key file: '${CA}' type PEM`],
    [`--cert ${CA} --key /nosuch`, `unable to set private key file: '/nosuch' type PEM`],
  ])('curl %s', async (words, message) => {
    await run('echo text > /tmp/text')
    expect(await run(`curl -sSk ${words} https://kubernetes/`)).toMatchObject({ code: 58, stderr: `curl: (58) ${message}\n` })
  })
})

describe('nginx with a certificate of a Secret', () => {
  const to = (host: string, path = '/'): string => `--resolve ${host}:443:10.96.0.50 https://${host}${path}`

  test('shows it, and speaks TLS', async () => {
    expect(await run(`curl -sS --cacert /ca/ca.crt ${to('web.example.com')}`)).toMatchObject({
      code: 0,
      stdout: 'https web.example.com\n',
    })
    expect((await run(`curl -sSI --cacert /ca/ca.crt ${to('web.example.com', '/go')}`)).stdout).toContain(
      'Location: https://web.example.com/there\r\n',
    )
  })

  test('nobody asked it where its certificate is refused', async () => {
    const before = (await lab.log('web')).length
    expect((await run('curl -sS https://web/')).code).toBe(60)
    expect(await run('curl -sS --cacert /ca/ca.crt https://web/')).toMatchObject({
      code: 60,
      stderr: `curl: (60) SSL: no alternative certificate subject name matches target host name 'web'\n${ADVICE}`,
    })
    expect((await lab.log('web')).length).toBe(before)
  })

  test('each name its own', async () => {
    expect((await run(`curl -sS --cacert /ca/ca.crt ${to('old.example.com')}`)).stderr).toBe(
      `curl: (60) SSL certificate problem: certificate has expired\n${ADVICE}`,
    )
    expect((await run(`curl -sSk ${to('old.example.com')}`)).stdout).toBe('old')
  })

  test('plain HTTP is refused there', async () => {
    const { stdout } = await run('curl -si http://web:443/')
    expect(stdout).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nServer: nginx\/[\d.]+\r\n/u)
    expect(stdout).toContain('<center>The plain HTTP request was sent to HTTPS port</center>\r\n')
  })

  test('what -v tells', async () => {
    const { stderr } = await run(`curl -sSv -o /dev/null --cacert /ca/ca.crt ${to('web.example.com')}`)
    const lines = stderr.split('\n').filter((line) => line.startsWith('*'))
    expect(lines.slice(lines.indexOf('* ALPN: curl offers h2,http/1.1'), -2)).toEqual(
      [
        '* ALPN: curl offers h2,http/1.1',
        '* TLSv1.3 (OUT), TLS handshake, Client hello (1):',
        '*  CAfile: /ca/ca.crt',
        '*  CApath: /etc/ssl/certs',
        '* TLSv1.3 (IN), TLS handshake, Server hello (2):',
        '* TLSv1.3 (IN), TLS change cipher, Change cipher spec (1):',
        '* TLSv1.3 (IN), TLS handshake, Encrypted Extensions (8):',
        '* TLSv1.3 (IN), TLS handshake, Certificate (11):',
        '* TLSv1.3 (IN), TLS handshake, CERT verify (15):',
        '* TLSv1.3 (IN), TLS handshake, Finished (20):',
        '* TLSv1.3 (OUT), TLS change cipher, Change cipher spec (1):',
        '* TLSv1.3 (OUT), TLS handshake, Finished (20):',
        '* SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384 / x25519 / id-ecPublicKey',
        '* ALPN: server accepted http/1.1',
        '* Server certificate:',
        '*  subject: CN=web.example.com',
        '*  start date: Jan  1 00:00:00 2026 GMT',
        '*  expire date: Jan  1 00:00:00 2036 GMT',
        `*  subjectAltName: host "web.example.com" matched cert's "web.example.com"`,
        '*  issuer: CN=my-ca',
        '*  SSL certificate verify ok.',
        '*   Certificate level 0: Public key type EC/prime256v1 (256/128 Bits/secBits), signed using sha256WithRSAEncryption',
        '*   Certificate level 1: Public key type RSA (2048/112 Bits/secBits), signed using sha256WithRSAEncryption',
        '* Connected to web.example.com (10.96.0.50) port 443',
        '* using HTTP/1.x',
        '* Request completely sent off',
      ].slice(0, -1),
    )
  })

  test('what -v tells of one that is refused, and of one that is not looked at', async () => {
    const refused = (await run('curl -sv https://web/')).stderr
    expect(refused).toMatch(
      /\*  CAfile: \/etc\/ssl\/certs\/ca-certificates\.crt\n\*  CApath: \/etc\/ssl\/certs\n[\s\S]*\* TLSv1\.3 \(OUT\), TLS alert, unknown CA \(560\):\n\* SSL certificate problem: unable to get local issuer certificate\n\* closing connection #0\n$/u,
    )
    const taken = (await run('curl -svk https://web/')).stderr
    expect(taken).toContain(
      '*  SSL certificate verify result: unable to get local issuer certificate (20), continuing anyway.\n',
    )
    expect(taken).not.toMatch(/CAfile|subjectAltName/u)
  })
})

describe('what an Ingress and a Gateway have certificates for', () => {
  const through = (host: string): string => `--connect-to ::ingress-nginx-controller.ingress-nginx: https://${host}/`

  test('the Secret of the Ingress', async () => {
    expect((await run(`curl -sS --cacert /ca/ca.crt ${through('shop.example.com')}`)).stdout).toContain('Welcome to nginx!')
    expect((await run(`curl -sS ${through('shop.example.com')}`)).code).toBe(60)
  })

  test.each(['bare.example.com', 'wrong.example.com'])(
    'without one, or where it is for another host, the controller’s own: %s',
    async (host) => {
      expect(await run(`curl -sS --cacert /ca/ca.crt ${through(host)}`)).toMatchObject({
        code: 60,
        stderr: `curl: (60) SSL certificate problem: self-signed certificate\n${ADVICE}`,
      })
      const { stderr, stdout } = await run(`curl -svk ${through(host)}`)
      expect(stdout).toContain('Welcome to nginx!')
      expect(stderr).toContain('*  subject: O=Acme Co; CN=Kubernetes Ingress Controller Fake Certificate\n')
    },
  )

  test('the Secret of a listener', async () => {
    const at = (host: string): string => `--resolve ${host}:443:172.18.255.200 https://${host}/`
    expect((await run(`curl -sS --cacert /ca/ca.crt ${at('shop.example.com')}`)).stdout).toContain('Welcome to nginx!')
    expect((await run(`curl -sS --cacert /ca/ca.crt ${at('other.example.com')}`)).stderr).toContain(
      "matches target host name 'other.example.com'",
    )
  })
})

describe('wget', () => {
  test('of GNU', async () => {
    const at = 'https://web/'
    const { code, stderr } = await run(`wget -O- ${at}`, 'python')
    expect(code).toBe(5)
    expect(stderr).toMatch(
      /connected\.\nERROR: The certificate of ‘web’ is not trusted\.\nERROR: The certificate of ‘web’ doesn't have a known issuer\.\nThe certificate's owner does not match hostname ‘web’\n$/u,
    )
    expect(await run(`wget -qO- ${at}`, 'python')).toMatchObject({ code: 5, stdout: '', stderr: '' })
    const named = await run(`wget -O- --ca-certificate=/ca/ca.crt ${at}`, 'python')
    expect(named.stderr).toMatch(
      /https:\/\/web\/\nLoaded CA certificate '\/ca\/ca\.crt'\nResolving [\s\S]* connected\.\nThe certificate's owner does not match hostname ‘web’\n$/u,
    )
    const taken = await run(`wget -O- --no-check-certificate ${at}`, 'python')
    expect([taken.code, taken.stdout]).toEqual([0, 'https web\n'])
    expect(taken.stderr).toContain(
      'connected.\nWARNING: The certificate of ‘web’ is not trusted.\nWARNING: The certificate of ‘web’',
    )
    expect((await run(`wget -qO- --ca-certificate=${CA} https://kubernetes.default/version`, 'python')).code).toBe(0)
    expect((await run(`wget -O- --ca-certificate=/nosuch ${at}`, 'python')).stderr).toContain(
      'ERROR: Failed to open cert /nosuch: (-64).\n',
    )
  })

  test('of busybox takes any and says so; of Alpine takes none that it does not know', async () => {
    expect(await run('wget -qO- https://web/', 'box')).toMatchObject({
      code: 0,
      stdout: 'https web\n',
      stderr: 'wget: note: TLS certificate validation not implemented\n',
    })
    const { code, stderr } = await run('wget -qO- https://web/', 'alpine')
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(
        /:SSL routines:tls_post_process_server_certificate:certificate verify failed:[^\n]*\nssl_client: SSL_connect\nwget: error getting response: Connection reset by peer\n$/u,
      ),
    ])
    expect(await run('wget -qO- --no-check-certificate https://web/', 'alpine')).toMatchObject({
      code: 0,
      stdout: 'https web\n',
    })
  })
})
