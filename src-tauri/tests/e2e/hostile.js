// Runs in the page. Answers are plain ASCII: names of elements and attributes, never what somebody wrote.
window.hostile = (() => {
  const elements = new Set(
    'DIV SPAN BDI A STRONG EM S CODE PRE BLOCKQUOTE UL OL LI TABLE THEAD TBODY TR TH TD HR BUTTON svg path TIME'.split(' '),
  );
  const attributes = new Set(
    ('class dir lang href title draggable role aria-label aria-hidden aria-pressed aria-haspopup tabindex type start ' +
      'scope data-size d width height viewbox').split(' '),
  );
  const schemes = new Set(['http:', 'https:', 'mailto:', 'hearth:']);
  const blocked = [];
  addEventListener('securitypolicyviolation', (event) => blocked.push(`blocked ${event.violatedDirective}`));
  performance.setResourceTimingBufferSize(10000);
  const before = performance.getEntriesByType('resource').length;
  const style = getComputedStyle(document.body);
  // Parts of the app that are read when they are first wanted bring a link or a sheet of their own; where from, the list
  // of what was fetched says.
  const foreign = 'style, script, iframe, object, embed, base, meta, form, link:not([rel=modulepreload], [rel=stylesheet])';
  const dress = () => [style.display, style.backgroundImage, document.querySelectorAll(foreign).length].join();
  const dressed = dress();
  const said = (id) => document.querySelector(`[data-message="${id}"]`);

  return {
    /** What was found at the message that was looked at last. */
    seen: [],
    /** False until it stands in the timeline, and the timeline at its end. */
    look(id) {
      const log = document.querySelector('[role=log]');
      const article = said(id);
      if (!article || log.scrollHeight - log.clientHeight - log.scrollTop > 1) return false;
      const found = [];
      for (const each of article.querySelectorAll('.text, .text *')) {
        if (!elements.has(each.tagName)) found.push(`element ${each.tagName}`);
        for (const name of each.getAttributeNames())
          if (!attributes.has(name.toLowerCase())) found.push(`attribute ${name}`);
        if (each.tagName === 'A' && !schemes.has(new URL(each.href).protocol)) found.push('a way to somewhere else');
      }
      if (article.querySelector('script, style, iframe, object, embed, form, video, audio, base, link, meta'))
        found.push('something that acts');
      if (/[\u202D\u202E]/.test(article.textContent)) found.push('an override of the direction');
      const box = article.getBoundingClientRect();
      const frame = log.getBoundingClientRect();
      if (box.left < frame.left - 1 || box.right > frame.right + 1) found.push('it stands outside of the timeline');
      if (document.documentElement.scrollWidth > innerWidth) found.push('the page became wider');
      if (dress() !== dressed) found.push('the page looks different');
      this.seen = found;
      return true;
    },
    whatHappened() {
      const happened = [...blocked];
      if ('__canary' in window) happened.push('a script ran');
      for (const each of performance.getEntriesByType('resource').slice(before)) {
        const { protocol, host } = new URL(each.name);
        const own = ['tauri:', 'media:', 'ipc:', 'blob:', 'data:'].includes(protocol) || host === 'ipc.localhost';
        if (!own) happened.push(`fetched ${protocol}//${host}`);
      }
      return happened;
    },
  };
})();
return true;
