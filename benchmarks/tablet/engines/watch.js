// Put into every page before its own scripts: the same clock for all of them.
(() => {
  const now = () => performance.now();
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const task = () => new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    port2.postMessage(0);
  });
  const measured = (window.measured = { taps: [], keys: [], kept: [], derived: 0, pressed: 0 });

  // From the moment that the browser gives to the event until the task after the next frame.
  const until = (list) => {
    let waiting = false;
    return async (event) => {
      if (waiting || !event.isTrusted) return;
      waiting = true;
      await frame();
      await task();
      list.push(now() - event.timeStamp);
      waiting = false;
    };
  };
  addEventListener("click", until(measured.taps), { capture: true, passive: true });
  addEventListener("keydown", until(measured.keys), { capture: true, passive: true });
  addEventListener("click", (event) => (measured.pressed = event.timeStamp), { capture: true, passive: true });

  // Our page alone says when an answer is on the disk.
  let tapped = 0;
  addEventListener("click", (event) => event.isTrusted && event.target.closest?.(".segment") && (tapped = event.timeStamp), { capture: true, passive: true });
  new MutationObserver((records) => {
    const said = records.some(({ target }) => target instanceof Element && target.matches(".save-state.is-saved") && target.textContent);
    if (said && tapped) measured.kept.push(now() - tapped);
    if (said) tapped = 0;
  }).observe(document, { subtree: true, childList: true });

  // When what was asked for is there, the next frame was drawn, and a task after it comes at once.
  const free = async () => {
    for (;;) {
      const began = now();
      await frame();
      await task();
      if (now() - began < 50) return now();
    }
  };
  window.whenDrawn = (selector, many = 1) =>
    new Promise((done) => {
      const there = () => document.querySelectorAll(selector).length >= many;
      const look = () => {
        if (!there()) return;
        observer.disconnect();
        void free().then(done);
      };
      const observer = new MutationObserver(look);
      observer.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-drawn"] });
      look();
    });

  // Deriving a key from the password is not the page's own time.
  if (window.SubtleCrypto) {
    const derive = SubtleCrypto.prototype.deriveKey;
    SubtleCrypto.prototype.deriveKey = async function (...given) {
      const began = now();
      try {
        return await derive.apply(this, given);
      } finally {
        measured.derived = now();
        measured.deriving = measured.derived - began;
      }
    };
  }
})();
