// The query page: YASGUI, with everything that would call another machine switched off.
import Yasgui from "@zazuko/yasgui";

const box = document.querySelector("[data-sparql]");
if (box) start(box);

function start(box) {
  const { Yasqe, Yasr } = Yasgui;
  Yasqe.defaults.autocompleters = []; // they ask lov.linkeddata.es and prefix.cc
  Yasqe.defaults.createShareableLink = undefined;
  Yasqe.defaults.persistenceId = null;
  Yasgui.defaults.persistenceId = null;
  Yasr.defaults.persistenceId = null;
  const form = document.querySelector("#sparql-plain");
  form.hidden = true;
  box.hidden = false;
  const yasgui = new Yasgui(box, {
    requestConfig: { endpoint: new URL(box.dataset.sparql, location.href).href, method: "POST", headers: {} },
    copyEndpointOnNewTab: true,
    endpointCatalogueOptions: { getData: () => [{ endpoint: new URL(box.dataset.sparql, location.href).href }] },
    persistenceId: null,
    autofocus: false,
  });
  const tab = yasgui.getTab();
  tab.setQuery(form.querySelector("textarea").value);
  for (const link of document.querySelectorAll("[data-example]")) {
    link.addEventListener("click", (e) => {
      e.preventDefault();
      yasgui.getTab().setQuery(document.getElementById(link.dataset.example).textContent);
      box.scrollIntoView();
    });
  }
  const words = box.dataset.label;
  const mended = () => mend(box, words);
  new MutationObserver(mended).observe(box, { childList: true, subtree: true });
  mended();
  window.amurSparql = yasgui;
}

// What YASGUI leaves without a name for those who do not see it.
function mend(box, words) {
  for (const one of box.querySelectorAll("input:not([aria-label]), textarea:not([aria-label])")) one.setAttribute("aria-label", words);
  for (const one of box.querySelectorAll("select:not([aria-label])")) one.setAttribute("aria-label", words);
  for (const one of box.querySelectorAll("[role=tablist] button[aria-label]:not([role=tab])")) {
    if (!one.closest("[role=tab]")) one.closest("[role=tablist]").after(one);
  }
}
