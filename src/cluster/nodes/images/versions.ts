/** Which version of its program an official image's tag stands for. */

interface Releases {
  /** The last version of each minor one that is not to change any more, separated by blanks, the newest at the end. */
  readonly last: string
  /** The one for who wants no news; the newest where absent. */
  readonly stable?: string
}

/** `1.27.4-alpine3.20`, `1.27`, `1`, `stable-alpine`, `latest`. */
const TAG = /^(?<number>[\d.]*)(?<word>[a-z]*)/u

/** `major.minor.patch`. */
const versionFrom =
  ({ last, stable }: Releases) =>
  (tag: string): string => {
    const { number = '', word = '' } = TAG.exec(tag)?.groups ?? {}
    const versions = last.split(' ')
    if (number.split('.').length > 2) return number
    const newest = versions.findLast((version) => number === '' || version.startsWith(`${number}.`))
    return (word === 'stable' ? stable : undefined) ?? newest ?? `${number}.0`
  }

/** @see nginx.org, "CHANGES" */
export const nginxVersion = versionFrom({
  last: '1.14.2 1.15.12 1.16.1 1.17.10 1.18.0 1.19.10 1.20.2 1.21.6 1.22.1 1.23.4 1.24.0 1.25.5 1.26.3 1.27.5 1.28.0 1.29.3',
  stable: '1.28.0',
})

/** @see httpd.apache.org, "Apache HTTP Server 2.4 vulnerabilities", for the versions there are */
export const apacheVersion = versionFrom({ last: '2.2.34 2.4.65' })
