// The bar of a job moves; when it has ended the page is drawn anew, as what can be done has changed.
const EVERY = 700;
for (const bar of document.querySelectorAll("[data-job][data-live]")) {
  const look = async () => {
    try {
      const answer = await fetch(bar.dataset.job, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const job = await answer.json();
      bar.querySelector("progress").value = job.percent;
      bar.querySelector("[data-job-state]").textContent = `${job.state_name} ${job.percent}%`;
      bar.querySelector("[data-job-message]").textContent = job.message;
      if (job.ended) {
        location.reload();
        return;
      }
    } catch {
      // the server restarts: look again
    }
    setTimeout(look, EVERY);
  };
  setTimeout(look, EVERY);
}
