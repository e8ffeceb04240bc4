/** While the site is being written: the page is loaded anew when something has changed. */
new EventSource('/live').addEventListener('change', () => location.reload())
