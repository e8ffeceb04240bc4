/** Runs before the page is painted: the remembered theme, and that scripts run at all. */
const root = document.documentElement
root.classList.add('script')
try {
  const theme = localStorage.getItem('netgrade-theme')
  if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme
} catch {
  // Storage is closed to this page: the system's theme it is.
}
