// What is written into a draft is kept while it is written; Save works without this.
const PAUSE = 4000

for (const form of document.querySelectorAll('form[data-keep]')) {
  const told = form.querySelector('[data-kept]')
  const version = form.elements.version
  let waiting = 0
  let under_way = false

  async function keep() {
    if (under_way) { wait(); return }
    under_way = true
    try {
      const answer = await fetch(form.dataset.keep, { method: 'POST', body: new FormData(form) })
      const kept = await answer.json()
      if (answer.ok) version.value = kept.version
      told.textContent = kept.words
    } catch { /* no connection: the next change tries again, and Save says what is wrong */ }
    under_way = false
  }

  function wait() {
    clearTimeout(waiting)
    waiting = setTimeout(keep, PAUSE)
  }

  form.addEventListener('input', wait)
  form.addEventListener('submit', () => clearTimeout(waiting))
}
