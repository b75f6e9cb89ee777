/* How far the reading of a document is: asked every two seconds, and the page anew when it is done. */
(() => {
  const { Controller } = window.StimulusModule;

  window.wagtail.app.register("desk-progress", class extends Controller {
    static values = { url: String };
    static targets = ["words", "bar"];

    connect() {
      this.timer = window.setInterval(() => this.ask(), 2000);
    }

    disconnect() {
      window.clearInterval(this.timer);
    }

    async ask() {
      const answer = await fetch(this.urlValue, { headers: { Accept: "application/json" } }).catch(() => null);
      if (!answer || !answer.ok) return;
      const told = await answer.json();
      if (told.is_settled) {
        this.disconnect();
        window.location.reload();
        return;
      }
      if (this.wordsTarget.textContent !== told.words) this.wordsTarget.textContent = told.words;
      if (told.total) {
        this.barTarget.max = told.total;
        this.barTarget.value = told.done;
      }
    }
  });
})();
