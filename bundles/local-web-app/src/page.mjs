const style = `
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1rem; color-scheme: light dark; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; padding: 0.4rem 0.6rem; border-bottom: 1px solid #8884; }
  .reached { color: #2a9d4a; } .failed { color: #d6433b; } .not-connected { color: #888; }
  input, button { font: inherit; padding: 0.3rem 0.6rem; }
`;

/**
 * @param {string} title
 * @param {Awaited<ReturnType<typeof import('./proofs.mjs').proveAll>>} proofs
 * @param {readonly {id: number, item: string, state: string}[]} orders
 * @returns {string} The whole HTML page.
 */
export function page(title, proofs, orders) {
  const connections = Object.entries(proofs).map(
    ([name, { state, address = '', detail }]) =>
      html`<tr id="${name}" class="${state}">
        <th>${name}</th>
        <td>${state}</td>
        <td>${address}</td>
        <td>${detail}</td>
      </tr>`,
  );
  const rows = orders.map(
    ({ id, item, state }) =>
      html`<tr>
        <td>${id}</td>
        <td>${item}</td>
        <td>${state}</td>
      </tr>`,
  );
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escape(title)}</title><style>${style}</style></head>
<body>
<h1>${escape(title)}</h1>
<h2>Connections</h2>
<table>${connections.join('\n')}</table>
<h2>Orders</h2>
<form method="post" action="/orders"><input name="item" required maxlength="80" placeholder="One bicycle"> <button>Order</button></form>
<table>${rows.join('\n')}</table>
</body>
</html>
`;
}

function html(parts, ...values) {
  return String.raw({ raw: parts }, ...values.map((value) => escape(String(value))));
}

function escape(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
