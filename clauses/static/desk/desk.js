/* The desk's own behaviour: choosers and lists of rows without scripts inside the page, and picking of values by typing. */
(() => {
  const { Controller } = window.StimulusModule;
  const { app } = window.wagtail;

  app.register("desk-chooser", class extends Controller {
    static values = { id: String, options: Object };

    connect() {
      if (!this.started && window.SnippetChooser) {
        this.started = new window.SnippetChooser(this.idValue, this.optionsValue);
      }
    }
  });

  app.register("desk-inline-panel", class extends Controller {
    static values = { options: Object };

    connect() {
      this.started = this.started || new window.InlinePanel(this.optionsValue);
    }
  });

  app.register("desk-settle", class extends Controller {
    static targets = ["row"];
    static choices = { y: "yes", n: "no", l: "" };

    connect() {
      this.hear = (event) => this.key(event);
      document.addEventListener("keydown", this.hear);
    }

    disconnect() {
      document.removeEventListener("keydown", this.hear);
    }

    key(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest("input[type=text], select, textarea, [role=dialog]")) return;
      const place = this.rowTargets.findIndex((row) => row.contains(document.activeElement));
      if (event.key === "j") this.go(place + 1);
      else if (event.key === "k") this.go(place - 1);
      else if (event.key in this.constructor.choices && place >= 0) this.choose(place, event.key);
      else return;
      event.preventDefault();
    }

    go(place) {
      const row = this.rowTargets[Math.max(0, Math.min(place, this.rowTargets.length - 1))];
      row.focus();
      row.scrollIntoView({ block: "nearest" });
    }

    choose(place, key) {
      const row = this.rowTargets[place];
      const value = this.constructor.choices[key];
      row.querySelector(`input[type=radio][value="${value}"]`).checked = true;
      if (key === "n") row.querySelector("input[type=text]").focus();
      else this.go(place + 1);
    }
  });

  app.register("desk-pick", class extends Controller {
    static values = { url: String, ordered: Boolean };

    connect() {
      if (this.box) return;
      this.build();
      this.show();
    }

    build() {
      const select = this.element;
      const id = `${select.id}-find`;
      const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
      if (label) label.htmlFor = id;
      this.box = document.createElement("div");
      this.box.className = "desk-pick";
      this.chosen = document.createElement("ul");
      this.chosen.className = "desk-pick__chosen";
      this.find = document.createElement("input");
      Object.assign(this.find, { type: "text", id, autocomplete: "off" });
      this.find.setAttribute("role", "combobox");
      this.find.setAttribute("aria-expanded", "false");
      this.find.setAttribute("aria-controls", `${id}-list`);
      this.find.setAttribute("aria-autocomplete", "list");
      this.find.placeholder = window.gettext("Type to find");
      this.list = document.createElement("ul");
      this.list.id = `${id}-list`;
      this.list.className = "desk-pick__list";
      this.list.setAttribute("role", "listbox");
      this.list.hidden = true;
      this.said = document.createElement("p");
      this.said.className = "w-sr-only";
      this.said.setAttribute("role", "status");
      this.box.append(this.chosen, this.find, this.list, this.said);
      select.after(this.box);
      select.hidden = true;
      this.find.addEventListener("input", () => this.offer());
      this.find.addEventListener("focus", () => this.offer());
      this.find.addEventListener("keydown", (event) => this.key(event));
      this.find.addEventListener("blur", () => window.setTimeout(() => this.close(), 150));
    }

    show() {
      this.chosen.replaceChildren(...this.picked().map((option, place) => this.row(option, place)));
      this.chosen.hidden = !this.chosen.children.length;
    }

    picked() {
      return [...this.element.options].filter((option) => option.selected);
    }

    row(option, place) {
      const row = document.createElement("li");
      const words = document.createElement("span");
      words.textContent = option.text;
      row.append(words);
      if (this.orderedValue && place > 0) {
        row.append(this.button("↑", `${window.gettext("Move up")}: ${option.text}`, () => {
          this.picked()[place - 1].before(option);
          this.changed();
        }));
      }
      row.append(this.button("×", `${window.gettext("Remove")}: ${option.text}`, () => {
        option.selected = false;
        this.changed();
        this.find.focus();
      }));
      return row;
    }

    button(sign, name, act) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = sign;
      button.setAttribute("aria-label", name);
      button.title = name;
      button.addEventListener("click", act);
      return button;
    }

    changed() {
      this.show();
      this.element.dispatchEvent(new Event("change", { bubbles: true }));
    }

    async offer() {
      const words = this.find.value.trim();
      const asked = (this.asked = {});
      const offers = this.urlValue ? await this.ask(words) : this.among(words);
      if (asked !== this.asked) return;
      this.list.replaceChildren(...offers.map((offer, place) => this.entry(offer, place)));
      this.at = offers.length ? 0 : -1;
      this.list.hidden = !offers.length;
      this.find.setAttribute("aria-expanded", String(!this.list.hidden));
      this.said.textContent = `${offers.length} ${window.gettext("found")}`;
      this.mark();
    }

    among(words) {
      const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
      return [...this.element.options]
        .filter((option) => !option.selected && plain(`${option.text} ${option.value}`).includes(plain(words)))
        .map((option) => ({ value: option.value, text: option.text }));
    }

    async ask(words) {
      if (!words) return [];
      const answer = await fetch(`${this.urlValue}?q=${encodeURIComponent(words)}`, { headers: { Accept: "application/json" } });
      if (!answer.ok) return [];
      const chosen = new Set(this.picked().map((option) => option.value));
      return (await answer.json()).results.filter((offer) => !chosen.has(offer.value));
    }

    entry(offer, place) {
      const entry = document.createElement("li");
      entry.id = `${this.list.id}-${place}`;
      entry.setAttribute("role", "option");
      entry.textContent = offer.text;
      entry.addEventListener("mousedown", (event) => {
        event.preventDefault();
        this.pick(offer);
      });
      entry.offer = offer;
      return entry;
    }

    pick(offer) {
      let option = [...this.element.options].find((each) => each.value === offer.value);
      if (!option) {
        option = new Option(offer.text, offer.value);
        this.element.append(option);
      }
      const before = this.picked();
      option.selected = true;
      if (before.length) before[before.length - 1].after(option);
      else this.element.prepend(option);
      this.find.value = "";
      this.close();
      this.changed();
    }

    close() {
      this.asked = null;
      this.list.hidden = true;
      this.find.setAttribute("aria-expanded", "false");
      this.find.removeAttribute("aria-activedescendant");
    }

    mark() {
      [...this.list.children].forEach((entry, place) => entry.setAttribute("aria-selected", String(place === this.at)));
      const entry = this.list.children[this.at];
      if (entry) {
        this.find.setAttribute("aria-activedescendant", entry.id);
        entry.scrollIntoView({ block: "nearest" });
      }
    }

    key(event) {
      const last = this.list.children.length - 1;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (this.list.hidden) {
          this.offer();
          return;
        }
        this.at = Math.min(last, Math.max(0, this.at + (event.key === "ArrowDown" ? 1 : -1)));
        this.mark();
      } else if (event.key === "Enter") {
        event.preventDefault();
        const entry = this.list.hidden ? null : this.list.children[this.at];
        if (entry) this.pick(entry.offer);
      } else if (event.key === "Escape") {
        this.close();
      } else if (event.key === "Backspace" && !this.find.value && this.picked().length) {
        const picked = this.picked();
        picked[picked.length - 1].selected = false;
        this.changed();
      }
    }
  });
})();
