/** Loads a classic script: those work in pages that are opened from a folder, too. */
export const loadScript = (url: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = url
    script.addEventListener('load', () => {
      resolve()
    })
    script.addEventListener('error', () => {
      reject(new Error(`${url} cannot be loaded`))
    })
    document.head.append(script)
  })
