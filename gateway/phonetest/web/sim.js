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
    const near = fresh.closest('.phone');
    const heir = (focus.id && id(focus.id)) || near?.querySelector('.talk[open] .captions') || near?.querySelector('.thread') || fresh;
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
      if (fresh.dataset.speak) speak(fresh);
    });
  };

  // What is said in a call is read aloud in its own language, if that is wanted and there is a voice for it.
  let aloud = false;
  const speak = (line) => {
    if (!aloud) return;
    const lang = line.dataset.speak.replace(/^(cmn|yue)/, 'zh');
    const voices = speechSynthesis.getVoices().map((v) => [v.lang.replace('_', '-'), v]);
    const found = voices.find(([l]) => l === lang) || voices.find(([l]) => l.split('-')[0] === lang.split('-')[0]);
    if (!found) { say(`No voice for ${lang} on this computer.`); return; }
    const words = new SpeechSynthesisUtterance(line.querySelector('[dir]').textContent);
    [words.lang, words.voice] = found;
    speechSynthesis.speak(words);
  };
  const hush = () => window.speechSynthesis?.cancel();
  if (window.speechSynthesis) {
    speechSynthesis.getVoices(); // some browsers fetch them only when asked
    const button = id('aloud');
    button.hidden = false;
    button.addEventListener('click', () => {
      aloud = !aloud;
      button.setAttribute('aria-pressed', aloud);
      if (!aloud) hush();
    });
  }

  const apply = (doc) => {
    for (const e of doc.querySelectorAll('[data-grow]')) if (id(e.id)) grow(id(e.id), e);
    for (const e of doc.querySelectorAll('[data-live]')) {
      const old = id(e.id);
      if (old && old.innerHTML !== e.innerHTML) replace(old, document.importNode(e, true));
    }
    for (const e of doc.querySelectorAll('[data-open][open]')) if (id(e.id)) id(e.id).open = true;
    const rings = [...doc.querySelectorAll('[data-say]')].map((e) => e.dataset.say).join(' ');
    if (rings !== told) say(told = rings);
  };
  let told = '';

  const gone = 'Hotline does not answer. Is it still running?', lost = 'Waiting for Hotline…';
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
        if (id('status').textContent === gone || id('status').textContent === lost) say('');
      } catch { say(gone); }
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
    events.onerror = () => say(lost);
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

  // A text, a quick reply, a key or the clock goes off without a reload; what comes back is the page. One goes after the
  // other: keys must not overtake each other.
  let queue = Promise.resolve();
  document.addEventListener('submit', (e) => {
    const form = e.target;
    if (!form.matches('[data-send]')) return;
    e.preventDefault();
    const data = new FormData(form, e.submitter);
    const box = form.querySelector('input[id^=body-]');
    if (box) { box.value = ''; count(form); }
    if (data.has('key') || data.has('do')) hush(); // whoever presses a key does not hear the rest
    queue = queue.then(() => send(form, data, box));
  });
  const send = async (form, data, box) => {
    try {
      const r = await fetch(form.action, { method: 'POST', body: new URLSearchParams(data) });
      const html = await r.text();
      if (r.headers.get('Content-Type').startsWith('text/html')) apply(page(html));
      else say(html.trim());
      if (!r.ok && box) { box.value = data.get('body'); count(form); box.focus(); }
      if (!form.closest('.phone')) id(data.get('phone'))?.scrollIntoView({ block: 'nearest' });
    } catch {
      if (box) box.value = data.get('body');
      say(gone);
    }
  };

  // The keys of the keyboard are those of the phone one is at, or of the only one that listens.
  document.addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest('input, select, summary') || !/^[0-9*#]$/.test(e.key)) return;
    const pads = document.querySelectorAll('.keypad');
    const pad = e.target.closest('.phone')?.querySelector('.keypad') || (pads.length === 1 && pads[0]);
    pad && pad.querySelector(`[value="${e.key}"]`).click();
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
