// Runs in the page. Scrolls up through the open room by itself, a screen at a time, as fast as older pages come, and
// says how far it has come: the last 48 bits of a message's id are its place in the room.
window.using = (() => {
  const box = document.querySelector('[role=log]');
  const first = () => {
    const found = box.querySelector('[data-message]');
    return found ? parseInt(found.dataset.message.slice(-12), 16) : null;
  };
  const state = { begun: first(), now: first(), done: false };

  async function up(count) {
    while (state.begun - state.now < count && state.now > 1) {
      box.dispatchEvent(new WheelEvent('wheel', { deltaY: -box.clientHeight, bubbles: true }));
      box.scrollTop -= Math.min(box.clientHeight * 0.9, box.scrollTop);
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      state.now = first() ?? state.now;
    }
    state.done = true;
  }
  return Object.assign(state, { up: (count) => void up(count) });
})();
