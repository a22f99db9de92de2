// Runs in the page. One message is watched; where it stands is read after each frame that was painted. What the hand
// moves is known to the pixel, so everything beyond it is a jump.
window.still = (() => {
  const box = document.querySelector('[role=log]');
  const edge = () => box.getBoundingClientRect().top;
  const find = (id) => box.querySelector(`[data-message="${id}"]`);
  const top = (id) => {
    const found = find(id);
    return found ? found.getBoundingClientRect().top - edge() : null;
  };
  /** The first message that is wholly on screen, from so far down. */
  const choose = (from) =>
    [...box.querySelectorAll('[data-message]')].find((each) => each.getBoundingClientRect().top - edge() >= from)?.dataset
      .message;
  const painted = () =>
    new Promise((resolve) =>
      requestAnimationFrame(() => {
        const after = new MessageChannel();
        after.port1.onmessage = resolve;
        after.port2.postMessage(0);
      }),
    );
  const state = { done: false, verdict: null };
  let worst, samples, longest, jumps;

  async function watch(id, wanted) {
    const began = performance.now();
    await painted();
    longest = Math.max(longest, performance.now() - began);
    const now = top(id);
    // Far away from the screen it is drawn no more, and nobody can see it move.
    if (now === null) return;
    samples += 1;
    const off = Math.abs(now - wanted);
    worst = Math.max(worst, off);
    if (off > 1 && jumps.length < 10) jumps.push({ at: samples, off, width: innerWidth, scrolled: box.scrollTop });
  }

  return Object.assign(state, {
    /** Begins to measure; `done` says when there is a verdict. */
    start(measure) {
      [worst, samples, longest, jumps] = [0, 0, 0, []];
      Object.assign(state, { done: false, verdict: null });
      void measure().then(
        () => Object.assign(state, { verdict: { worst, samples, longest, jumps }, done: true }),
        (error) => Object.assign(state, { verdict: { error: String(error) }, done: true }),
      );
      return true;
    },
    /** Scrolls by hand, so many steps of so many pixels, and looks at a few frames after each. */
    async up(step, times) {
      for (let i = 0; i < times; i += 1) {
        const id = choose(step < 0 ? box.clientHeight / 2 : 40);
        if (id === undefined) throw new Error('there is no message to watch');
        const room = step > 0 ? box.scrollTop : box.scrollHeight - box.clientHeight - box.scrollTop;
        const by = Math.sign(step) * Math.min(Math.abs(step), room);
        const wanted = top(id) + by;
        box.dispatchEvent(new WheelEvent('wheel', { deltaY: -by, bubbles: true }));
        box.scrollTop -= by;
        for (let frame = 0; frame < 4; frame += 1) await watch(id, wanted);
      }
    },
    /** Only looks, while something else happens to the window. */
    async rest(ms) {
      const id = choose(0);
      const wanted = top(id);
      for (const end = performance.now() + ms; performance.now() < end; ) await watch(id, wanted);
    },
  });
})();
return true;
