// Small comforts. Every page works without them.
import { initAll } from './vendor/govuk-frontend.min.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()
for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = !navigator.clipboard
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy)
    const label = button.textContent
    button.textContent = '✓ ' + label
  })
}

// j and k go through the rows of a list; a letter named by data-key presses its link or button.
document.addEventListener('keydown', (event) => {
  const writing = event.target.closest('input, textarea, select, [contenteditable]')
  if (writing || event.ctrlKey || event.altKey || event.metaKey) return
  const rows = [...document.querySelectorAll('[data-rows] [data-row]')]
  if (rows.length && (event.key === 'j' || event.key === 'k')) {
    const here = rows.indexOf(document.activeElement)
    rows[Math.min(rows.length - 1, Math.max(0, here + (event.key === 'j' ? 1 : -1)))].focus()
    return
  }
  const meant = /^[a-z]$/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`)
  if (!meant) return
  event.preventDefault()
  if (meant.matches('input')) meant.focus()
  else meant.click()
})
