/** A Chromium that loads nothing from elsewhere. */
import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright'

export const executablePath = process.env['NETGRADE_CHROMIUM'] ?? '/usr/bin/chromium'

export const hasBrowser = existsSync(executablePath)

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
