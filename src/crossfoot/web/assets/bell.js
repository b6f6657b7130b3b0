// The bell: how many notices were not seen yet, asked now and every minute while the page is looked at.
const bell = document.querySelector("[data-bell]");
const badge = bell?.querySelector("[data-bell-count]");

async function ask() {
  if (document.hidden) return;
  try {
    const answer = await fetch(bell.dataset.bell, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) return;
    const { unread } = await answer.json();
    badge.textContent = unread > 99 ? "99+" : unread;
    badge.hidden = unread === 0;
  } catch {
    // the network is away: the next minute asks again
  }
}

if (bell) {
  ask();
  setInterval(ask, 60_000);
}
