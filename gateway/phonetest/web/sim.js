// Keeps the practice phones up to date without a reload. The page works without it.
'use strict';
(() => {
  const rules = { createHTML: (s) => s };
  const policy = window.trustedTypes ? trustedTypes.createPolicy('live', rules) : rules;
  const page = (html) => new DOMParser().parseFromString(policy.createHTML(html), 'text/html');
  const id = (s) => document.getElementById(s);
  const say = (s) => { id('status').textContent = s; };

  // replace puts a fresh region in place of an old one. The keyboard's place is kept: the same button, or the region.
  const replace = (old, fresh) => {
    const focus = old.contains(document.activeElement) ? document.activeElement : null;
    old.replaceWith(fresh);
    if (!focus) return;
    const heir = (focus.id && id(focus.id)) || fresh.closest('.phone')?.querySelector('.thread') || fresh;
    if (heir === fresh) fresh.tabIndex = -1;
    heir.focus({ preventScroll: true });
  };

  // grow makes an old list hold what the fresh one holds, by id, and touches nothing that is already there.
  const grow = (old, fresh) => {
    const keep = new Set([...fresh.children].map((e) => e.id));
    for (const e of [...old.children]) if (!keep.has(e.id)) e.remove();
    [...fresh.children].forEach((e, i) => {
      if (id(e.id)) return;
      const fresh = document.importNode(e, true);
      fresh.classList.add('new');
      old.insertBefore(fresh, old.children[i] || null);
    });
  };

  const apply = (doc) => {
    for (const e of doc.querySelectorAll('[data-grow]')) if (id(e.id)) grow(id(e.id), e);
    for (const e of doc.querySelectorAll('[data-live]')) {
      const old = id(e.id);
      if (old && old.innerHTML !== e.innerHTML) replace(old, document.importNode(e, true));
    }
  };

  let paused = false, wanted = false, busy = false;
  // refresh fetches the page again, at most twice a second.
  const refresh = async () => {
    wanted = true;
    if (busy || paused || document.hidden) return;
    busy = true;
    while (wanted && !paused) {
      wanted = false;
      try {
        const r = await fetch('/phones');
        if (r.ok) apply(page(await r.text()));
        say('');
      } catch { say('Hotline does not answer. Is it still running?'); }
      await new Promise((done) => setTimeout(done, 500));
    }
    busy = false;
  };

  let events = null;
  const listen = () => {
    if (document.hidden || paused) { events?.close(); events = null; return; }
    if (events) return;
    events = new EventSource('/phones/events');
    events.onmessage = refresh;
    events.onerror = () => say('Waiting for Hotline…');
  };
  document.addEventListener('visibilitychange', listen);

  // Updates can be paused; the link that loads the page again is needed only then.
  const pause = id('pause');
  const shown = () => {
    pause.firstChild.data = paused ? 'Resume' : 'Pause';
    id('refresh').hidden = !paused;
  };
  pause.hidden = false;
  shown();
  pause.addEventListener('click', () => { paused = !paused; shown(); listen(); });

  // A text, a quick reply or the clock goes off without a reload; what comes back is the page.
  document.addEventListener('submit', async (e) => {
    const form = e.target;
    if (!form.matches('[data-send]')) return;
    e.preventDefault();
    const data = new FormData(form, e.submitter);
    const box = form.querySelector('input[id^=body-]');
    if (box) { box.value = ''; count(form); }
    try {
      const r = await fetch(form.action, { method: 'POST', body: new URLSearchParams(data) });
      const html = await r.text();
      if (r.headers.get('Content-Type').startsWith('text/html')) apply(page(html));
      else say(html.trim());
      if (!r.ok && box) { box.value = data.get('body'); count(form); box.focus(); }
      if (!form.closest('.phone')) id(data.get('phone'))?.scrollIntoView({ block: 'nearest' });
    } catch {
      if (box) box.value = data.get('body');
      say('Hotline does not answer. Is it still running?');
    }
  });

  // count shows what the text would cost, as the server counts it.
  let timer = 0;
  const count = (form) => {
    const out = form.querySelector('output');
    clearTimeout(timer);
    out.hidden = form.elements.body.value === '';
    if (out.hidden) return;
    timer = setTimeout(async () => {
      try {
        const r = await fetch('/phones/segments', { method: 'POST', body: new URLSearchParams(new FormData(form)) });
        if (r.ok) out.textContent = await r.text();
      } catch { out.hidden = true; }
    }, 150);
  };
  document.addEventListener('input', (e) => {
    const form = e.target.closest('[data-count]');
    if (form) count(form);
  });

  listen();
})();
