// What is written into a draft is kept while it is written; Save works without this.
const PAUSE = 4000

for (const form of document.querySelectorAll('form[data-keep]')) {
  const told = document.querySelector('[data-kept]')
  const version = form.elements.version
  let waiting = 0
  let under_way = null

  async function keep(way = {}) {
    clearTimeout(waiting)
    waiting = 0
    try {
      const answer = await fetch(form.dataset.keep, { method: 'POST', body: new FormData(form), ...way })
      const kept = await answer.json()
      if (answer.ok) version.value = kept.version
      told.textContent = kept.words
    } catch { /* no connection: the next change tries again, and Save says what is wrong */ }
    under_way = null
  }

  function wait() {
    clearTimeout(waiting)
    waiting = setTimeout(() => { if (under_way) wait(); else under_way = keep() }, PAUSE)
  }

  form.addEventListener('input', wait)
  // Save names the version it changes: one that is being kept is waited for
  form.addEventListener('submit', async (event) => {
    clearTimeout(waiting)
    waiting = 0
    if (!under_way) return
    event.preventDefault()
    await under_way
    form.requestSubmit()
  })
  // who goes to another page leaves nothing behind
  addEventListener('pagehide', () => { if (waiting && !under_way) keep({ keepalive: true }) })
}
