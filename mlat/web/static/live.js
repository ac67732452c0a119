// Work that goes on: these parts of the page are fetched anew until it is done. Without this, reload shows it.
const PAUSE = 4000

async function look() {
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' } }).catch(() => null)
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), 'text/html')
  const parts = [...document.querySelectorAll('[data-live]')]
  const fresh = page ? [...page.querySelectorAll('[data-live]')] : []
  const held = parts.some((part) => part.contains(document.activeElement))
  if (fresh.length && fresh.length !== parts.length) location.assign(location.href)
  else if (fresh.length && !held) parts.forEach((part, at) => part.replaceWith(fresh[at]))
  if (document.querySelector('[data-live="yes"]')) setTimeout(look, PAUSE)
}
setTimeout(look, PAUSE)
